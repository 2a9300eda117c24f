"""The shaders of what lies over the planes, GLSL 3.30 core. Pixels count downwards, as in Qt."""

_HEADER = """#version 330 core
uniform vec2 u_view_size;   // in pixels
vec4 to_clip(vec2 pixel) {
    vec2 place = pixel / u_view_size * 2.0 - 1.0;
    return vec4(place.x, -place.y, 0.0, 1.0);
}
"""

# Pictures from an atlas. Each comes six times, for the corners of two triangles.
ATLAS_VERTEX = (
    _HEADER
    + """
layout(location = 0) in vec4 a_place;    // left, top, width, height in pixels
layout(location = 1) in vec3 a_source;   // left and top in the atlas; opacity
out vec2 v_texel;
out float v_opacity;
const vec2 CORNERS[6] = vec2[6](
    vec2(0.0, 0.0), vec2(1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, 1.0), vec2(1.0, 0.0), vec2(1.0, 1.0)
);
void main() {
    vec2 within = CORNERS[gl_VertexID % 6] * a_place.zw;
    v_texel = a_source.xy + within;
    v_opacity = a_source.z;
    gl_Position = to_clip(a_place.xy + within);
}
"""
)

ATLAS_FRAGMENT = """#version 330 core
uniform sampler2D u_atlas;
in vec2 v_texel;
in float v_opacity;
out vec4 f_colour;   // premultiplied
void main() { f_colour = texelFetch(u_atlas, ivec2(v_texel), 0) * v_opacity; }
"""

MOST_POINTS = 6
"""Of an arrow's line."""

ARROW_VERTEX = (
    _HEADER
    + """
uniform vec4 u_box;   // left, top, right, bottom in pixels: all of the arrow is in it
out vec2 v_at;
void main() {
    v_at = vec2((gl_VertexID & 1) == 0 ? u_box.x : u_box.z, gl_VertexID < 2 ? u_box.y : u_box.w);
    gl_Position = to_clip(v_at);
}
"""
)

# A line with a triangular head and a dark casing around both: what a pixel shows depends on how
# far it is from them.
ARROW_FRAGMENT = f"""#version 330 core
uniform vec2 u_corners[{3 + MOST_POINTS}];   // three of the head, then those of the line
uniform int u_count;
uniform vec3 u_colour;
uniform float u_unit;   // pixels
in vec2 v_at;
out vec4 f_colour;      // premultiplied
float from_segment(vec2 start, vec2 end) {{
    vec2 along = end - start, away = v_at - start;
    return length(away - along * clamp(dot(away, along) / max(dot(along, along), 1e-9), 0.0, 1.0));
}}
// On which side of a line from `start` to `end` the pixel is.
float side(vec2 start, vec2 end) {{
    vec2 along = end - start, away = v_at - start;
    return along.x * away.y - along.y * away.x;
}}
void main() {{
    float from = 1e9;
    for (int i = 4; i < u_count; i++)
        from = min(from, from_segment(u_corners[i - 1], u_corners[i]));
    vec3 sides;
    for (int i = 0; i < 3; i++) {{
        vec2 start = u_corners[i], end = u_corners[(i + 1) % 3];
        from = min(from, from_segment(start, end));
        sides[i] = side(start, end);
    }}
    if (all(greaterThan(sides, vec3(0.0))) || all(lessThan(sides, vec3(0.0)))) from = 0.0;
    float core = clamp(1.1 * u_unit + 0.5 - from, 0.0, 1.0);
    float casing = clamp(2.3 * u_unit + 0.5 - from, 0.0, 1.0) * 0.59;
    f_colour = vec4(u_colour * core, core + casing * (1.0 - core));
}}
"""
