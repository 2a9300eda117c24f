"""A D-Bus of its own for a test, like that of a user's session."""

import subprocess

import pytest
from PyQt6.QtDBus import QDBusConnection


@pytest.fixture
def bus_address():
    """Where it is."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    yield daemon.stdout.readline().strip()
    daemon.terminate()
    daemon.communicate()


@pytest.fixture
def bus(bus_address):
    made = QDBusConnection.connectToBus(bus_address, "hudes-test")
    assert made.isConnected()
    yield made
    QDBusConnection.disconnectFromBus("hudes-test")
