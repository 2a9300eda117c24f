"""What a person can choose of the engine, known without loading torch."""

DEVICES = {
    "auto": "The fastest there is",
    "cuda": "NVIDIA GPU (cuda)",
    "mps": "Apple GPU (mps)",
    "cpu": "Processor (cpu)",
}
"""Kinds of devices, and what stands in the menu."""

DTYPES = ("float32", "float16", "bfloat16")
"""Precisions of weights and products."""
