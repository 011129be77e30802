package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.Codec;
import dev.mlxj.array.kernel.FloatFunctions;
import dev.mlxj.array.kernel.FloatSums;
import dev.mlxj.array.kernel.Gemm;
import dev.mlxj.array.kernel.Matrix;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * {@link Attention} for some queries at a time, so that the scores of all of them with all keys are
 * never in memory; in F32. Inputs: queries, keys, values, then the mask and the sinks if there are
 * any.
 *
 * @param attention scale, and whether it is causal
 * @param masked whether the fourth input is a mask, broadcast to {@code [batch, heads, queries,
 *     keys]}
 * @param sunk whether the last input are sinks
 */
record FusedAttention(Attention attention, boolean masked, boolean sunk) implements Fused {
    /** Scores that are in memory at once: 8 MiB. */
    private static final int SCORES = 2 << 20;

    /** The most queries that are looked at together: a causal one does not see all later keys. */
    private static final int QUERIES = 128;

    @Override
    public Array composed(List<Array> in) {
        return attention.composed(
                in.get(0),
                in.get(1),
                in.get(2),
                masked ? in.get(3) : null,
                sunk ? in.getLast() : null);
    }

    @Override
    public Shape shape(List<Array> in) {
        return Shapes.with(in.getFirst().shape(), 3, in.get(2).shape().extent(3));
    }

    @Override
    public DType dtype(List<Array> in) {
        return Promotion.of(Promotion.of(in.get(0).dtype(), in.get(1).dtype()), in.get(2).dtype());
    }

    @Override
    public View eval(List<View> in) {
        return new Run(in).run();
    }

    /** One evaluation. */
    private final class Run {
        private final View q;
        private final View k;
        private final View v;
        private final @Nullable View mask;
        private final float @Nullable [] sinks;
        private final int heads;
        private final int group;
        private final int queries;
        private final int keys;
        private final int features;
        private final int values;
        private final Tensor out;

        /** Queries that are looked at together. */
        private final int rows;

        /** Pairs of batch and head that are looked at together. */
        private final int pairs;

        private final float[] scores;

        Run(List<View> in) {
            q = in.get(0);
            k = in.get(1);
            v = in.get(2);
            mask = masked ? in.get(3) : null;
            sinks = sunk ? numbers(in.getLast()) : null;
            heads = Math.toIntExact(q.shape().extent(1));
            group = heads / Math.toIntExact(k.shape().extent(1));
            queries = Math.toIntExact(q.shape().extent(2));
            keys = Math.toIntExact(k.shape().extent(2));
            features = Math.toIntExact(q.shape().extent(3));
            values = Math.toIntExact(v.shape().extent(3));
            DType dtype = Promotion.of(Promotion.of(q.dtype(), k.dtype()), v.dtype());
            out = Memory.allocate(dtype, Shapes.with(q.shape(), 3, values));
            rows = Math.clamp(SCORES / keys, 1, Math.min(queries, QUERIES));
            pairs = (int) Math.clamp(SCORES / ((long) rows * keys), 1, q.shape().extent(0) * heads);
            scores = new float[pairs * rows * keys];
        }

        private static float[] numbers(View view) {
            float[] numbers = new float[Math.toIntExact(view.shape().elements())];
            Codec.of(view.dtype()).load(view.tensor().bytes(), 0, numbers, 0, numbers.length);
            return numbers;
        }

        View run() {
            long all = q.shape().extent(0) * heads;
            for (long pair = 0; pair < all; pair += pairs) {
                for (int query = 0; query < queries; query += rows) {
                    int count = (int) Math.min(pairs, all - pair);
                    attend(pair, count, query, Math.min(rows, queries - query));
                }
            }
            return View.of(out);
        }

        /** Some queries, {@code n} from {@code query} on, of some pairs of batch and head. */
        private void attend(long pair, int count, int query, int n) {
            int seen = attention.causal() ? Math.clamp(seen(query + n - 1), 1, keys) : keys;
            MemorySegment bytes = MemorySegment.ofArray(scores);
            Gemm.multiplyAll(
                    count,
                    n,
                    seen,
                    features,
                    i -> matrix(q, pair + i, 1, query),
                    i -> matrix(k, pair + i, group, 0).transposed(),
                    i -> Matrix.rows(DType.F32, bytes, i * n * seen, seen));
            Blocks.runWith(
                    (long) count * n,
                    Math.max(1, 32_768 / seen),
                    () -> {
                        Weights weights = new Weights(seen);
                        return (first, some) -> {
                            for (int row = (int) first; row < first + some; row++) {
                                weights.of(row * seen, pair + row / n, query + row % n);
                            }
                        };
                    });
            Gemm.multiplyAll(
                    count,
                    n,
                    values,
                    seen,
                    i -> Matrix.rows(DType.F32, bytes, i * n * seen, seen),
                    i -> matrix(v, pair + i, group, 0),
                    i ->
                            Matrix.rows(
                                    out.dtype(),
                                    out.bytes(),
                                    ((pair + i) * queries + query) * values,
                                    values));
        }

        /** Keys that a query sees, where it sees those up to its own place. */
        private int seen(int query) {
            return query + 1 + keys - queries;
        }

        private Matrix matrix(View view, long pair, int shared, int row) {
            long first =
                    view.offset()
                            + pair / heads * view.stride(0)
                            + pair % heads / shared * view.stride(1)
                            + row * view.stride(2);
            return new Matrix(view.dtype(), view.bytes(), first, view.stride(2), view.stride(3));
        }

        /** Makes weights of the scores of one query at a time. For one thread. */
        private final class Weights {
            private final int n;
            private final float[] row;
            private final Block block = new Block();
            private final View.@Nullable Reader masks = mask == null ? null : mask.reader();

            Weights(int n) {
                this.n = n;
                this.row = new float[n];
            }

            /** The scores from {@code at} on, of a query of a pair of batch and head. */
            void of(int at, long pair, int query) {
                System.arraycopy(scores, at, row, 0, n);
                scale(row, (float) attention.scale(), n);
                if (attention.causal()) {
                    int seen = Math.clamp(seen(query), 0, n);
                    Arrays.fill(row, seen, n, Float.NEGATIVE_INFINITY);
                }
                if (masks != null) {
                    hide(masks, (pair * queries + query) * keys);
                }
                float most = sinks == null ? Float.NEGATIVE_INFINITY : sinks[(int) (pair % heads)];
                for (int i = 0; i < n; i++) {
                    most = Math.max(most, row[i]);
                }
                FloatFunctions.ofThread().exp(row, most, n);
                float sum = FloatSums.sum(row, n);
                if (sinks != null) {
                    sum += (float) Math.exp(sinks[(int) (pair % heads)] - most);
                }
                scale(row, 1 / sum, n);
                System.arraycopy(row, 0, scores, at, n);
            }

            private void hide(View.Reader reader, long first) {
                for (int from = 0; from < n; from += Block.SIZE) {
                    int count = Math.min(Block.SIZE, n - from);
                    reader.load(first + from, count, block);
                    if (block.dtype() == DType.BOOL) {
                        for (int i = 0; i < count; i++) {
                            row[from + i] =
                                    block.longs()[i] != 0 ? row[from + i] : Float.NEGATIVE_INFINITY;
                        }
                    } else {
                        for (int i = 0; i < count; i++) {
                            row[from + i] += block.floats()[i];
                        }
                    }
                }
            }
        }
    }

    private static void scale(float[] row, float by, int n) {
        for (int i = 0; i < n; i++) {
            row[i] *= by;
        }
    }
}
