"""The shaders, GLSL 3.30 core: one way to read heights, shared by all that stands on a surface."""

from hudes_desktop.view.landscape.shader_values import PICTURE, PLANE

_HEADER = "#version 330 core\n" + PICTURE.glsl + PLANE.glsl

# Where a loss stands between the lowest (0) and the highest (1) on show.
_SCALE = """
float share(float loss) {
    float lifted = (loss - u_bend.x) / u_bend.y;
    if (lifted > 1.0) lifted = 1.0 + log(lifted);
    return (lifted - u_scale.x) * u_scale.y;
}
"""

# A plane is drawn in its box: g = (a, b) in -1..1, height in 0..u_top. Losses live in two
# textures, the surface before and after, and a morph mixes them. u_*_map takes g to the cells of
# a texture: (cells per unit of g along a and b, cell of g = 0 relative to the middle).
_FIELD = (
    _HEADER
    + _SCALE
    + """
uniform sampler2D u_old;
uniform sampler2D u_new;

vec4 field(sampler2D texels, vec4 map, vec2 g) {
    vec2 size = vec2(textureSize(texels, 0)).yx;
    vec2 cell = g * map.xy + map.zw + floor(size * 0.5);
    vec4 found = texture(texels, (cell.yx + 0.5) / size.yx);
    found.yz *= map.xy;
    return found;
}
// loss, slopes of the loss along g, and 1 where no corner of the cell is masked
vec4 shown(vec2 g) {
    vec4 new_one = field(u_new, u_new_map, g);
    return vec4(mix(field(u_old, u_old_map, g).xyz, new_one.xyz, u_mix), new_one.w);
}
float elevation(float loss) {
    return clamp(share(loss), -0.04, 1.04) * u_scale.z;
}
"""
)

SURFACE_VERTEX = (
    _FIELD
    + """
layout(location = 0) in vec2 a_grid;
out vec2 v_grid;
out vec2 v_slope;
out float v_loss;
out float v_valid;
void main() {
    vec4 here = shown(a_grid);
    v_grid = a_grid;
    v_loss = here.x;
    v_slope = here.yz / max(u_bend.y, here.x - u_bend.x) * u_scale.y * u_scale.z;
    v_valid = here.w;
    gl_Position = u_to_clip * vec4(a_grid, elevation(here.x), 1.0);
}
"""
)

SURFACE_FRAGMENT = (
    _HEADER
    + _SCALE
    + """
uniform sampler2D u_colours;
in vec2 v_grid;
in vec2 v_slope;
in float v_loss;
in float v_valid;
out vec4 f_colour;

// 1 on a line of the given width, fading over one pixel
float line(float distance_px, float width) {
    return clamp(width * 0.5 + 0.5 - distance_px, 0.0, 1.0);
}
void main() {
    float height = share(v_loss);
    vec3 base = texture(u_colours, vec2(height, 0.5)).rgb;

    // Beyond the end of the scale the surface is cut off flat.
    vec2 slope = height > 1.04 ? vec2(0.0) : v_slope;
    float upright = (gl_FrontFacing ? 1.0 : -1.0) * inversesqrt(dot(slope, slope) + 1.0);
    vec3 normal = vec3(-slope, 1.0) * upright;
    float diffuse = max(dot(normal, u_light), 0.0);
    float shine = max(dot(normal, u_shine), 0.0);
    shine *= shine; shine *= shine; shine *= shine; shine *= shine; shine *= shine;
    vec3 colour = base * (0.34 + 0.78 * diffuse) + vec3(0.10 * shine);

    // Contours: the distance to the next multiple of the interval over its change per pixel makes
    // a line about one pixel wide at any zoom. Where lines would run together they fade away.
    float change = max(fwidth(v_loss), 1e-9);
    float per_pixel = change / u_interval;
    float level = v_loss / u_interval;
    float nearest = abs(level - round(level));
    float fifth = abs(level - 5.0 * round(level * 0.2));
    float ink = line(nearest / per_pixel, u_line) * 0.42 * clamp(1.7 - 3.7 * per_pixel, 0.0, 1.0);
    ink = max(ink, line(fifth / per_pixel, u_line * 1.5) * 0.62 * clamp(1.5 - per_pixel, 0.0, 1.0));
    colour *= 1.0 - 0.85 * ink;

    // The ball's shadow, lying on the surface because it is drawn in it.
    vec2 from_ball = (v_grid - u_ball) / u_ball_radius;
    colour *= 1.0 - 0.55 * clamp(1.5 - 0.6 * dot(from_ball, from_ball), 0.0, 1.0);

    // As good as where you stand.
    float from_own = abs(v_loss - u_own_loss) / change;
    colour *= 1.0 - 0.45 * line(from_own, u_line * 4.6);   // or it would drown in bright colours
    float own = line(from_own, u_line * 2.2) * 0.92;
    colour = mix(colour, u_level_line, own);

    if (v_valid < 0.999) {
        float stripe = fract((gl_FragCoord.x + gl_FragCoord.y) / (9.0 * u_line));
        colour = u_masked * (stripe < 0.5 ? 0.55 : 0.85) * (0.6 + 0.5 * diffuse);
    }
    colour = mix(colour, u_background, u_dim);

    // The rim: a light line, and edges smoothed by hand where there is no multisampling.
    vec2 to_edge = (1.0 - abs(v_grid)) / max(fwidth(v_grid), vec2(1e-6));
    float edge = min(to_edge.x, to_edge.y);
    vec3 rim = (base * 0.55 + 0.45) * (1.0 - 0.6 * u_dim);
    colour = mix(colour, rim, line(edge, u_line * 2.4) * 0.7);
    float cover = clamp(edge + 0.15, 0.0, 1.0);
    if (u_wire > 0.5) {
        vec2 point = v_grid * u_points.xy + u_points.zw;
        vec2 away = abs(point - round(point)) / max(fwidth(point), vec2(1e-6));
        float wire = line(min(away.x, away.y), u_line * 1.6);
        cover *= max(max(wire * 0.85, own), line(edge, u_line * 2.4));
        if (cover < 0.03) discard;   // what is behind shows through the meshes
    }
    f_colour = vec4(colour, cover);
}
"""
)

# The corners of a quad, made from the vertex number: 0..3 as a triangle strip.
_CORNER = """
vec2 corner() { return vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0; }
"""

FLOOR_VERTEX = (
    _HEADER
    + _CORNER
    + """
out vec2 v_grid;
void main() {
    v_grid = corner() * 1.012;
    gl_Position = u_to_clip * vec4(v_grid, -u_floor_depth, 1.0);
}
"""
)

FLOOR_FRAGMENT = (
    _HEADER
    + """
in vec2 v_grid;
out vec4 f_colour;
void main() {
    vec2 mark = v_grid * u_ticks.xy + u_ticks.zw;
    vec2 away = abs(fract(mark - 0.5) - 0.5) / max(fwidth(mark), vec2(1e-6));
    float width = max(u_line, 0.9);   // thinner ones would fall to pieces in a draft
    float lines = 1.0 - smoothstep(0.0, width, min(away.x, away.y));
    vec2 to_edge = (1.0 - abs(v_grid)) / max(fwidth(v_grid), vec2(1e-6));
    float edge = min(to_edge.x, to_edge.y);
    float frame = 1.0 - smoothstep(0.0, width, abs(edge));
    float inside = clamp(edge + 0.5, 0.0, 1.0);
    float alpha = max(inside * max(0.55, lines * 0.75), frame) * (1.0 - 0.6 * u_dim);
    vec3 colour = mix(u_ground, u_frame, max(lines * 0.38 * inside, frame));
    f_colour = vec4(colour, alpha);
}
"""
)

# A ball, drawn as a quad that faces the eye and is shaded as a sphere.
BALL_VERTEX = (
    _FIELD
    + _CORNER
    + """
out vec2 v_at;
void main() {
    v_at = corner() * 1.15;
    vec3 centre = vec3(u_ball, elevation(shown(u_ball).x) + u_ball_radius * 0.92);
    vec4 eye = u_view * vec4(centre, 1.0);
    vec4 front = u_projection * (eye + vec4(0.0, 0.0, u_ball_radius, 0.0));
    gl_Position = u_projection * (eye + vec4(v_at * u_ball_radius, 0.0, 0.0));
    gl_Position.z = front.z / front.w * gl_Position.w;   // the depth of its front
}
"""
)

BALL_FRAGMENT = (
    _HEADER
    + """
uniform float u_ghost;   // 1 where the ball is hidden and only hinted at
in vec2 v_at;
out vec4 f_colour;
void main() {
    float from = length(v_at);
    float pixel = max(fwidth(from), 1e-4);
    float cover = 1.0 - smoothstep(1.0 - pixel, 1.0 + pixel, from);
    if (cover <= 0.0) discard;
    float z = sqrt(max(1.0 - from * from, 0.0));
    vec3 normal = vec3(v_at, z);
    vec3 light = normalize(vec3(-0.45, 0.75, 0.6));
    float diffuse = max(dot(normal, light), 0.0);
    float shine = pow(max(dot(normal, normalize(light + vec3(0.0, 0.0, 1.0))), 0.0), 48.0);
    float rim = pow(1.0 - z, 3.0);
    vec3 colour = u_marker * (0.34 + 0.78 * diffuse) + vec3(0.75) * shine + u_marker * rim * 0.25;
    colour = mix(colour, u_background, u_dim * 0.5);
    float ring = smoothstep(0.70, 0.86, from);
    f_colour = vec4(mix(colour, u_marker, u_ghost), cover * mix(1.0, 0.18 + 0.5 * ring, u_ghost));
}
"""
)

# A small diamond lying in the screen's plane, for the lowest visible point.
DIAMOND_VERTEX = (
    _FIELD
    + _CORNER
    + """
out vec2 v_at;
void main() {
    v_at = corner() * 1.3;
    vec4 place = u_to_clip * vec4(u_lowest, elevation(shown(u_lowest).x) + 0.012, 1.0);
    place.xy += v_at * u_diamond * place.w;
    place.z -= 0.005 * place.w;
    gl_Position = place;
}
"""
)

DIAMOND_FRAGMENT = (
    _HEADER
    + """
in vec2 v_at;
out vec4 f_colour;
void main() {
    float from = abs(v_at.x) + abs(v_at.y);
    float pixel = max(fwidth(from), 1e-4);
    float cover = 1.0 - smoothstep(1.0 - pixel, 1.0 + pixel, from);
    // Dark and white around it: whatever the colours of the ground, one of them stands out.
    float white = 1.0 - smoothstep(0.80 - pixel, 0.80 + pixel, from);
    float inner = 1.0 - smoothstep(0.52 - pixel, 0.52 + pixel, from);
    vec3 colour = mix(mix(vec3(0.03, 0.05, 0.07), vec3(1.0), white), u_good, inner);
    f_colour = vec4(mix(colour, u_background, u_dim), cover * 0.95);
}
"""
)

# The path walked, a ribbon of a width in pixels. Every point comes twice, for the two sides, and
# is told of its neighbours; software renderers are slow at instances, so it uses none.
TRAIL_VERTEX = (
    _FIELD
    + """
layout(location = 0) in vec3 a_before;  // a and b in units of the reach; strength
layout(location = 1) in vec3 a_here;
layout(location = 2) in vec3 a_after;
out vec2 v_grid;
out float v_strength;
out float v_side;
vec4 on_surface(vec3 point) {
    vec2 g = point.xy * u_place.xy + u_place.zw;
    float loss = shown(clamp(g, -1.0, 1.0)).x;
    return u_to_clip * vec4(g, elevation(loss) + 0.008, 1.0);
}
void main() {
    vec4 before = on_surface(a_before);
    vec4 here = on_surface(a_here);
    vec4 after = on_surface(a_after);
    vec2 along = (after.xy / after.w - before.xy / before.w) / u_ribbon;
    along = length(along) > 1e-5 ? normalize(along) : vec2(1.0, 0.0);
    v_side = float(gl_VertexID & 1) * 2.0 - 1.0;
    here.xy += vec2(-along.y, along.x) * v_side * u_ribbon * here.w;
    here.z -= 0.0025 * here.w;
    v_grid = a_here.xy * u_place.xy + u_place.zw;
    v_strength = a_here.z;
    gl_Position = here;
}
"""
)

TRAIL_FRAGMENT = (
    _HEADER
    + """
in vec2 v_grid;
in float v_strength;
in float v_side;
out vec4 f_colour;
void main() {
    if (max(abs(v_grid.x), abs(v_grid.y)) > 1.0) discard;
    float side = abs(v_side);
    float core = 1.0 - smoothstep(0.42, 0.66, side);
    float cover = mix(0.6 * (1.0 - smoothstep(0.66, 1.0, side)), 1.0, core);
    f_colour = vec4(mix(u_background, u_trail, core), cover * v_strength * (1.0 - u_dim));
}
"""
)
