"""Teaching a control by moving it: what can be taught, how a control is recognised."""
