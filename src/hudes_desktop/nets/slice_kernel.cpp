// The losses of many points on an affine slice of parameter space, for a chain of the layers below.
//
// A thread takes a block of points and a group of tiles (TILE columns of the batch), so that the
// activations stay in its own caches:
//   1. activations of the first layer: terms[0] + a terms[1] + b terms[2], the largest of the
//      positions of a pooling window taken in the same pass;
//   2. the layers: for a few rows of output at a time, their weights bases[0] + a bases[1] +
//      b bases[2], then sums that stay in registers over all of their inputs;
//   3. the negative log-likelihood of log-softmax, summed over the batch in double.
// An image is stored position by position, all channels of a position together, so that a row of a
// convolution's window is one run of memory. NaN and infinity pass through.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>
#if defined(__AVX__)
#include <immintrin.h>
#endif

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#define MAX_ROWS 8
#elif defined(__AVX__)
#define VECTOR_BYTES 32
#define MAX_ROWS 6
#else
#define VECTOR_BYTES 16
#define MAX_ROWS 6
#endif

namespace {

typedef float Vector __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t Integers __attribute__((vector_size(VECTOR_BYTES)));
typedef double Doubles __attribute__((vector_size(2 * VECTOR_BYTES)));
constexpr int64_t WIDTH = VECTOR_BYTES / sizeof(float);
constexpr int64_t TILE = 2 * WIDTH;  // each step of a sum uses two vectors of columns

enum Kind : int64_t { ACTIVATION = 0, CONVOLUTION = 1, MAX_POOL = 2, AVERAGE_POOL = 3 };
enum Function : int64_t {
    IDENTITY = 0, RELU, LEAKY_RELU, TANH, SIGMOID, SILU, GELU, GELU_TANH
};

// One layer; kernel_program.py has the same fields in the same order.
struct Layer {
    int64_t kind;
    int64_t channels, height, width;              // of the input as stored
    int64_t out_channels, out_height, out_width;  // of the output as stored
    int64_t kernel_height, kernel_width, stride_height, stride_width;
    int64_t top, left, dilation_height, dilation_width;
    int64_t groups, inputs;       // of a convolution; inputs: channels of the input per group
    int64_t row_blocks, rows;     // per group: row_blocks · rows stored output channels
    int64_t weight;               // where its packed parameters begin
    int64_t function;             // applied to the output
    double option;
};

struct Job {
    const float* const* terms;  // term_count of (tiles, features, positions, TILE)
    const float* bases;         // (term_count, parameters)
    const float* coefficients;  // (points, term_count), first column 1
    const int32_t* labels;      // (tiles, TILE); −1 for padding, at the end only
    const Layer* layers;
    float* scratch;             // (threads, scratch_stride)
    double* losses;             // (points)
    int64_t term_count, positions, features, tiles, parameters, points, samples, layer_count;
    int64_t classes, block, group, weights, widest, scratch_stride, threads;
    int64_t function;           // applied to the mixed activations
    double option;
    // A thread's scratch: `weights` numbers, then block · group tiles of features, then two
    // buffers of group tiles of `widest`.
};

inline Vector load(const float* from) {
    Vector v;
    std::memcpy(&v, from, sizeof v);
    return v;
}

inline void store(float* to, Vector v) { std::memcpy(to, &v, sizeof v); }

inline Vector broadcast(float value) { return Vector{} + value; }

// The second where either is NaN.
inline Vector larger(Vector a, Vector b) {
#if defined(__AVX512F__)
    return _mm512_max_ps(a, b);
#elif defined(__AVX__)
    return _mm256_max_ps(a, b);
#else
    return a > b ? a : b;
#endif
}

// Cephes expf (Moshier): 2^n · p(r), relative error about 1e-7; 0 far below, inf far above.
inline Vector exponential(Vector x) {
    const Vector magic = broadcast(12582912.0f);  // 1.5 · 2^23: adding it rounds to an integer
    Vector bounded = larger(broadcast(-87.3f), x);
    bounded = broadcast(88.7f) < bounded ? broadcast(88.7f) : bounded;
    const Vector n = (bounded * 1.44269504f + magic) - magic;
    Vector r = bounded - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    Vector p = broadcast(1.9875691500e-4f);
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const Integers exponent = (__builtin_convertvector(n, Integers) + 127) << 23;
    Vector scale;
    std::memcpy(&scale, &exponent, sizeof scale);
    return p * scale;
}

inline Vector rectified(Vector x) { return larger(Vector{}, x); }

inline Vector sigmoid(Vector x) { return 1.0f / (1.0f + exponential(-x)); }

inline Vector hyperbolic_tangent(Vector x) { return 1.0f - 2.0f / (exponential(2.0f * x) + 1.0f); }

inline Vector activated(Vector x, int64_t function, float option) {
    switch (function) {
        case RELU: return rectified(x);
        case LEAKY_RELU: return x < Vector{} ? x * option : x;
        case TANH: return hyperbolic_tangent(x);
        case SIGMOID: return sigmoid(x);
        case SILU: return x * sigmoid(x);
        case GELU:
            for (int64_t lane = 0; lane < WIDTH; ++lane)
                x[lane] *= 0.5f * (1.0f + std::erf(x[lane] * 0.70710678f));
            return x;
        case GELU_TANH:
            return 0.5f * x *
                   (1.0f + hyperbolic_tangent(0.79788456f * (x + 0.044715f * x * x * x)));
        default: return x;
    }
}

// In place. Apart from the loops that sum, whose vectors must stay in registers.
__attribute__((noinline)) void activate(float* values, int64_t size, int64_t function,
                                        float option) {
    for (int64_t i = 0; i < size; i += WIDTH)
        store(values + i, activated(load(values + i), function, option));
}

// terms[0] + Σ coefficients[k] · terms[k], `stride` apart.
template <int TERMS>
inline Vector mixed(const float* terms, int64_t stride, const float* coefficients) {
    Vector sum = load(terms);
    for (int k = 1; k < TERMS; ++k) sum += load(terms + k * stride) * coefficients[k];
    return sum;
}

// The same for terms that lie anywhere, `at` from their beginnings.
template <int TERMS>
inline Vector mixed(const float* const* terms, int64_t at, const float* coefficients) {
    Vector sum = load(terms[0] + at);
    for (int k = 1; k < TERMS; ++k) sum += load(terms[k] + at) * coefficients[k];
    return sum;
}

// The first layer's activations of `count` points on one tile, `stride` apart. Eight rows of terms
// at a time stay in the first-level cache for all the points.
// POSITIONS is job.positions where that is 1 or 4, else 0.
template <int TERMS, int POSITIONS>
void mix_activations(const Job& job, int64_t first, int64_t count, int64_t tile, int64_t stride,
                     float* out) {
    const int64_t features = job.features, positions = POSITIONS ? POSITIONS : job.positions;
    const int64_t row = positions * TILE, rows_at_once = 8;
    const float* terms[TERMS];
    for (int k = 0; k < TERMS; ++k) terms[k] = job.terms[k] + tile * features * row;
    const bool rectify = job.function == RELU;
    for (int64_t begin = 0; begin < features; begin += rows_at_once) {
        const int64_t end = std::min(begin + rows_at_once, features);
        for (int64_t point = 0; point < count; ++point) {
            float c[TERMS];
            std::copy_n(job.coefficients + (first + point) * TERMS, TERMS, c);
            float* const target = out + point * stride + begin * TILE;
            float* to = target;
            for (int64_t feature = begin; feature < end; ++feature) {
                int64_t from = feature * row;
                for (int64_t v = 0; v < TILE; v += WIDTH, from += WIDTH, to += WIDTH) {
                    Vector best = mixed<TERMS>(terms, from, c);
                    for (int64_t p = 1; p < positions; ++p)
                        best = larger(mixed<TERMS>(terms, from + p * TILE, c), best);
                    store(to, rectify ? rectified(best) : best);
                }
            }
            if (!rectify && job.function != IDENTITY)
                activate(target, to - target, job.function, static_cast<float>(job.option));
        }
    }
}

// Sums of ROWS outputs, for two vectors of columns each; small enough to stay in registers.
template <int ROWS>
struct Sums {
    Vector first[ROWS], second[ROWS];

    inline explicit Sums(const float* biases) {
#pragma GCC unroll 8
        for (int r = 0; r < ROWS; ++r) first[r] = second[r] = broadcast(biases[r]);
    }

    // Adds weights (length, ROWS) times activations (length, TILE).
    inline void add(const float* activations, const float* weights, int64_t length) {
        for (int64_t i = 0; i < length; ++i, activations += TILE, weights += ROWS) {
            const Vector left = load(activations), right = load(activations + WIDTH);
#pragma GCC unroll 8
            for (int r = 0; r < ROWS; ++r) {
                first[r] += left * weights[r];
                second[r] += right * weights[r];
            }
        }
    }

    inline void write(float* to, bool rectify) const {
#pragma GCC unroll 8
        for (int r = 0; r < ROWS; ++r) {
            store(to + r * TILE, rectify ? rectified(first[r]) : first[r]);
            store(to + r * TILE + WIDTH, rectify ? rectified(second[r]) : second[r]);
        }
    }
};

// ROWS outputs of a layer with one position, on `tiles` tiles. packed: ROWS biases, then weights
// (inputs, ROWS).
template <int ROWS>
void multiply_rows(const Layer& layer, int64_t tiles, const float* in, const float* packed,
                   float* out) {
    const bool rectify = layer.function == RELU;
    const int64_t inputs = layer.inputs;
    const int64_t in_tile = layer.channels * TILE, out_tile = layer.out_channels * TILE;
    for (int64_t tile = 0; tile < tiles; ++tile, in += in_tile, out += out_tile) {
        Sums<ROWS> sums(packed);
        sums.add(in, packed + ROWS, inputs);
        sums.write(out, rectify);
    }
}

// ROWS output channels at every position of one tile. packed: ROWS biases, then weights (kernel
// height, kernel width, inputs, ROWS).
template <int ROWS>
void convolve_rows(const Layer& layer, const float* in, const float* packed, float* out) {
    const bool rectify = layer.function == RELU;
    const int64_t inputs = layer.inputs, channels = layer.channels;
    const bool joined = layer.dilation_width == 1 && inputs == channels;
    for (int64_t y = 0; y < layer.out_height; ++y) {
        for (int64_t x = 0; x < layer.out_width; ++x, out += layer.out_channels * TILE) {
            Sums<ROWS> sums(packed);
            const int64_t corner = x * layer.stride_width - layer.left;
            int64_t begin = 0, end = layer.kernel_width;
            while (begin < end && corner + begin * layer.dilation_width < 0) ++begin;
            while (begin < end && corner + (end - 1) * layer.dilation_width >= layer.width) --end;
            // Neighbouring columns of a window are one run unless dilation or groups part them.
            const int64_t runs = joined ? std::min<int64_t>(1, end - begin) : end - begin;
            const int64_t length = joined ? (end - begin) * inputs : inputs;
            for (int64_t i = 0; i < layer.kernel_height; ++i) {
                const int64_t row = y * layer.stride_height + i * layer.dilation_height - layer.top;
                if (row < 0 || row >= layer.height) continue;
                for (int64_t run = 0; run < runs; ++run) {
                    const int64_t column = corner + (begin + run) * layer.dilation_width;
                    const int64_t place = i * layer.kernel_width + begin + run;
                    sums.add(in + (row * layer.width + column) * channels * TILE,
                             packed + (1 + place * inputs) * ROWS, length);
                }
            }
            sums.write(out, rectify);
        }
    }
}

// ROWS outputs of a layer on `tiles` tiles.
template <int ROWS>
void rows_of(const Layer& layer, int64_t tiles, const float* in, const float* packed, float* out) {
    if (layer.height * layer.width * layer.kernel_height * layer.kernel_width == 1)
        return multiply_rows<ROWS>(layer, tiles, in, packed, out);
    const int64_t in_tile = layer.channels * layer.height * layer.width * TILE;
    const int64_t out_tile = layer.out_channels * layer.out_height * layer.out_width * TILE;
    for (int64_t tile = 0; tile < tiles; ++tile)
        convolve_rows<ROWS>(layer, in + tile * in_tile, packed, out + tile * out_tile);
}

// One layer of one point on `tiles` tiles, its weights mixed a block of rows at a time.
template <int TERMS>
void convolve(const Job& job, const Layer& layer, const float* coefficients, int64_t tiles,
              const float* in, float* packed, float* out) {
    const int64_t size =
        (1 + layer.kernel_height * layer.kernel_width * layer.inputs) * layer.rows;
    const int64_t out_tile = layer.out_channels * layer.out_height * layer.out_width * TILE;
    const int64_t padded = (size + WIDTH - 1) / WIDTH * WIDTH;
    const int64_t stride = job.parameters;
    const float* bases = job.bases + layer.weight;
    float c[TERMS];
    std::copy_n(coefficients, TERMS, c);
    for (int64_t block = 0; block < layer.groups * layer.row_blocks; ++block, bases += padded) {
        for (int64_t i = 0; i < size; i += WIDTH)
            store(packed + i, mixed<TERMS>(bases + i, stride, c));
        const float* source = in + block / layer.row_blocks * layer.inputs * TILE;
        float* target = out + block * layer.rows * TILE;
        switch (layer.rows) {
            case 1: rows_of<1>(layer, tiles, source, packed, target); break;
            case 2: rows_of<2>(layer, tiles, source, packed, target); break;
            case 3: rows_of<3>(layer, tiles, source, packed, target); break;
            case 4: rows_of<4>(layer, tiles, source, packed, target); break;
            case 5: rows_of<5>(layer, tiles, source, packed, target); break;
            case 6: rows_of<6>(layer, tiles, source, packed, target); break;
            case 7: rows_of<7>(layer, tiles, source, packed, target); break;
            case 8: rows_of<8>(layer, tiles, source, packed, target); break;
        }
    }
    if (layer.function != RELU && layer.function != IDENTITY)
        activate(out, tiles * out_tile, layer.function, static_cast<float>(layer.option));
}

// One tile.
void pool(const Layer& layer, const float* in, float* out) {
    const bool maximum = layer.kind == MAX_POOL;
    const float share = 1.0f / static_cast<float>(layer.kernel_height * layer.kernel_width);
    const int64_t size = layer.channels * TILE;
    for (int64_t y = 0; y < layer.out_height; ++y) {
        for (int64_t x = 0; x < layer.out_width; ++x, out += size) {
            bool begun = false;
            for (int64_t i = 0; i < layer.kernel_height; ++i) {
                const int64_t row = y * layer.stride_height + i * layer.dilation_height - layer.top;
                if (row < 0 || row >= layer.height) continue;
                for (int64_t j = 0; j < layer.kernel_width; ++j) {
                    const int64_t column =
                        x * layer.stride_width + j * layer.dilation_width - layer.left;
                    if (column < 0 || column >= layer.width) continue;
                    const float* from = in + (row * layer.width + column) * size;
                    for (int64_t v = 0; v < size; v += WIDTH) {
                        const Vector value = load(from + v);
                        const Vector before = begun ? load(out + v) : value;
                        const Vector both = maximum ? larger(value, before) : before + value;
                        store(out + v, begun ? both : value);
                    }
                    begun = true;
                }
            }
            if (!maximum)
                for (int64_t v = 0; v < size; v += WIDTH) store(out + v, load(out + v) * share);
        }
    }
}

inline Vector chosen(Integers condition, Vector yes, Vector no) { return condition ? yes : no; }

// Σ over `tiles` tiles, `stride` apart, of −log softmax(logits)[label]; columns with label −1 are
// padding.
double negative_log_likelihood(const float* logits, int64_t classes, const int32_t* labels,
                               int64_t tiles, int64_t stride) {
    // −log softmax = top + log Σ exp(logit − top) − logit[label]. Each Σ lies between 1 and the
    // number of classes, so a double holds the product of many, and they share one logarithm.
    const double most = 280.0 / std::log10(static_cast<double>(classes) + 1.0);
    const int64_t at_once = std::max<int64_t>(1, static_cast<int64_t>(most) / TILE);
    double total = 0.0;
    for (int64_t begin = 0; begin < tiles; begin += at_once) {
        Doubles differences = {}, products = Doubles{} + 1.0;
        for (int64_t tile = begin; tile < std::min(begin + at_once, tiles); ++tile) {
            for (int64_t v = 0; v < TILE; v += WIDTH) {
                const float* column = logits + tile * stride + v;
                Integers label;
                std::memcpy(&label, labels + tile * TILE + v, sizeof label);
                Vector top = load(column), picked = {}, sum = {};
                for (int64_t c = 1; c < classes; ++c) top = larger(load(column + c * TILE), top);
                for (int64_t c = 0; c < classes; ++c) {
                    const Vector logit = load(column + c * TILE);
                    sum += exponential(logit - top);
                    picked = chosen(label == static_cast<int32_t>(c), logit, picked);
                }
                const Integers real = label >= 0;
                sum = chosen(real, sum, broadcast(1.0f));
                const Vector difference = chosen(real, top - picked, Vector{});
                products *= __builtin_convertvector(sum, Doubles);
                differences += __builtin_convertvector(difference, Doubles);
            }
        }
        double product = 1.0;
        for (int64_t lane = 0; lane < WIDTH; ++lane) {
            product *= products[lane];
            total += differences[lane];
        }
        total += std::log(product);
    }
    return total;
}

// The layers of one point on `tiles` tiles; returns the logits of the first tile.
template <int TERMS>
const float* forward(const Job& job, int64_t point, int64_t tiles, float* activations,
                     float* packed, float* buffers) {
    float* current = activations;
    float* spare[2] = {buffers, buffers + job.group * job.widest * TILE};
    int next = 0;
    for (int64_t index = 0; index < job.layer_count; ++index) {
        const Layer& layer = job.layers[index];
        const int64_t in_tile = layer.channels * layer.height * layer.width * TILE;
        const int64_t out_tile = layer.out_channels * layer.out_height * layer.out_width * TILE;
        if (layer.kind == ACTIVATION) {
            activate(current, tiles * in_tile, layer.function, static_cast<float>(layer.option));
            continue;
        }
        float* out = spare[next];
        next = 1 - next;
        if (layer.kind == CONVOLUTION)
            convolve<TERMS>(job, layer, job.coefficients + point * TERMS, tiles, current, packed,
                            out);
        else
            for (int64_t tile = 0; tile < tiles; ++tile)
                pool(layer, current + tile * in_tile, out + tile * out_tile);
        current = out;
    }
    return current;
}

template <int TERMS>
void work(const Job& job, int64_t thread, std::atomic<int64_t>& next) {
    float* packed = job.scratch + thread * job.scratch_stride;
    float* activations = packed + job.weights;
    float* buffers = activations + job.block * job.group * job.features * TILE;
    const Layer& last = job.layers[job.layer_count - 1];
    const auto mix = job.positions == 1   ? mix_activations<TERMS, 1>
                     : job.positions == 4 ? mix_activations<TERMS, 4>
                                          : mix_activations<TERMS, 0>;
    std::vector<double> totals(static_cast<size_t>(job.block));
    for (;;) {
        const int64_t first = next.fetch_add(job.block);
        if (first >= job.points) return;
        const int64_t count = std::min(job.block, job.points - first);
        std::fill(totals.begin(), totals.end(), 0.0);
        for (int64_t tile = 0; tile < job.tiles; tile += job.group) {
            const int64_t tiles = std::min(job.group, job.tiles - tile);
            const int64_t stride = tiles * job.features * TILE;
            for (int64_t t = 0; t < tiles; ++t)
                mix(job, first, count, tile + t, stride, activations + t * job.features * TILE);
            for (int64_t point = 0; point < count; ++point) {
                const float* logits = forward<TERMS>(
                    job, first + point, tiles, activations + point * stride, packed, buffers);
                totals[static_cast<size_t>(point)] +=
                    negative_log_likelihood(logits, job.classes, job.labels + tile * TILE, tiles,
                                            last.out_channels * TILE);
            }
        }
        for (int64_t point = 0; point < count; ++point)
            job.losses[first + point] =
                totals[static_cast<size_t>(point)] / static_cast<double>(job.samples);
    }
}

}  // namespace

extern "C" {

int64_t hudes_tile() { return TILE; }

int64_t hudes_width() { return WIDTH; }

int64_t hudes_max_rows() { return MAX_ROWS; }

void hudes_losses(const Job* job) {
    std::atomic<int64_t> next{0};
    const auto run = job->term_count == 3 ? work<3> : work<2>;
    std::vector<std::thread> helpers;
    const int64_t blocks = (job->points + job->block - 1) / job->block;
    for (int64_t thread = 1; thread < std::min(job->threads, blocks); ++thread)
        helpers.emplace_back([&, thread] { run(*job, thread, next); });
    run(*job, 0, next);
    for (std::thread& helper : helpers) helper.join();
}
}
