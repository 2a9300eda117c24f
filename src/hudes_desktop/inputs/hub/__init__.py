"""All drivers together: polled once a frame, their events turned into intents."""
