"""What the 3-D view shows, without Qt and OpenGL: planes, heights, camera, picking."""
