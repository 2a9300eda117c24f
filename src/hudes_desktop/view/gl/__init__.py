"""Where OpenGL draws: the canvas, uniform blocks, text on the graphics card."""
