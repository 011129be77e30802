package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * The element of x where the condition is not 0, that of y elsewhere. Matches {@code
 * mlx.core.where}.
 */
public record Where() implements Pointwise {
    /** The node: x and y promoted to one dtype, all three broadcast to one shape. */
    public static Array of(Array condition, Array x, Array y) {
        Where where = new Where();
        DType dtype = Promotion.of(where, x, y);
        Shape shape = BroadcastTo.shape(where, condition, x, y);
        return Array.of(
                where,
                BroadcastTo.of(AsType.of(condition, DType.BOOL), shape),
                BroadcastTo.of(AsType.of(x, dtype), shape),
                BroadcastTo.of(AsType.of(y, dtype), shape));
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.get(1).dtype();
    }

    @Override
    public void apply(Block[] in, Block out, int n) {
        long[] condition = in[0].longs();
        Block x = in[1];
        Block y = in[2];
        switch (x.lane()) {
            case FLOAT -> choose(condition, x.floats(), y.floats(), out.floats(), n);
            case DOUBLE -> choose(condition, x.doubles(), y.doubles(), out.doubles(), n);
            case LONG -> choose(condition, x.longs(), y.longs(), out.longs(), n);
            case COMPLEX -> chooseComplex(condition, x.pairs(), y.pairs(), out.pairs(), n);
            case OPAQUE -> throw new IllegalStateException(x.dtype() + " has no lane");
        }
    }

    private static void choose(long[] condition, float[] x, float[] y, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = condition[i] != 0 ? x[i] : y[i];
        }
    }

    private static void choose(long[] condition, double[] x, double[] y, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = condition[i] != 0 ? x[i] : y[i];
        }
    }

    private static void choose(long[] condition, long[] x, long[] y, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = condition[i] != 0 ? x[i] : y[i];
        }
    }

    private static void chooseComplex(long[] condition, float[] x, float[] y, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            float[] chosen = condition[i] != 0 ? x : y;
            out[2 * i] = chosen[2 * i];
            out[2 * i + 1] = chosen[2 * i + 1];
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array condition = in.getFirst();
        Array nothing = Array.full(cotangent.dtype(), 0L);
        return List.of(
                Array.full(condition.dtype(), 0L, condition.shape().toArray()),
                of(condition, cotangent, nothing),
                of(condition, nothing, cotangent));
    }
}
