package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.Codec;
import dev.mlxj.array.kernel.FloatSums;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows along the last axis brought to one size: the loops of {@link RmsNorm} and {@link LayerNorm},
 * in F32. Inputs: the rows, then the weight and the bias if there are any.
 *
 * @param centred whether the mean is taken away first
 * @param biased whether the last input is a bias
 */
record Normalized(boolean centred, boolean weighted, boolean biased, double eps) implements Fused {
    /** Elements that a thread takes at a time. */
    private static final int PIECE = 65_536;

    /** The node if its loops know the dtypes; otherwise the composed form. */
    static Array of(
            Array x, @Nullable Array weight, @Nullable Array bias, boolean centred, double eps) {
        List<Array> in = new ArrayList<>();
        in.add(x);
        if (weight != null) {
            in.add(weight);
        }
        if (bias != null) {
            in.add(bias);
        }
        Normalized node = new Normalized(centred, weight != null, bias != null, eps);
        return Fused.isFast(in) && x.ndim() > 0 && x.size() > 0
                ? Array.of(node, in)
                : node.composed(in);
    }

    @Override
    public Array composed(List<Array> in) {
        Array x = in.getFirst();
        Array weight = weighted ? in.get(1) : null;
        Array bias = biased ? in.getLast() : null;
        return centred
                ? LayerNorm.composed(x, weight, bias, eps)
                : RmsNorm.composed(x, weight, eps);
    }

    @Override
    public Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    public View eval(List<View> in) {
        Tensor x = in.getFirst().tensor();
        DType dtype = x.dtype();
        for (View input : in) {
            dtype = Promotion.of(dtype, input.dtype());
        }
        Tensor out = Memory.allocate(dtype, x.shape());
        int n = Math.toIntExact(x.shape().extent(-1));
        float[] weight = weighted ? row(in.get(1), n) : null;
        float[] bias = biased ? row(in.getLast(), n) : null;
        Blocks.runWith(
                x.shape().elements() / n,
                Math.max(1, PIECE / n),
                () -> {
                    Codec from = Codec.of(x.dtype());
                    Codec to = Codec.of(out.dtype());
                    float[] row = new float[n];
                    return (first, count) -> {
                        for (long at = first; at < first + count; at++) {
                            from.load(x.bytes(), at * n, row, 0, n);
                            apply(row, weight, bias, n);
                            to.store(row, 0, out.bytes(), at * n, n);
                        }
                    };
                });
        return View.of(out);
    }

    private static float[] row(View view, int n) {
        float[] row = new float[n];
        Codec.of(view.dtype()).load(view.tensor().bytes(), 0, row, 0, n);
        return row;
    }

    private void apply(float[] row, float @Nullable [] weight, float @Nullable [] bias, int n) {
        if (centred) {
            subtract(row, FloatSums.sum(row, n) / n, n);
        }
        float square = FloatSums.sumOfSquares(row, n) / n;
        scale(row, (float) (1 / Math.sqrt(square + (float) eps)), n);
        if (weight != null) {
            multiply(row, weight, n);
        }
        if (bias != null) {
            add(row, bias, n);
        }
    }

    private static void subtract(float[] row, float mean, int n) {
        for (int i = 0; i < n; i++) {
            row[i] -= mean;
        }
    }

    private static void scale(float[] row, float by, int n) {
        for (int i = 0; i < n; i++) {
            row[i] *= by;
        }
    }

    private static void multiply(float[] row, float[] weight, int n) {
        for (int i = 0; i < n; i++) {
            row[i] *= weight[i];
        }
    }

    private static void add(float[] row, float[] bias, int n) {
        for (int i = 0; i < n; i++) {
            row[i] += bias[i];
        }
    }
}
