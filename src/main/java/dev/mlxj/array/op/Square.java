package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/** {@code x * x}, in the dtype of x. Matches {@code mlx.core.square}. */
public record Square() implements Unary.OnIntegers, Unary.OnComplex {
    public static Array of(Array x) {
        return Array.of(new Square(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= x[i];
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= x[i];
        }
    }

    @Override
    public void apply(long[] x, int n, DType dtype) {
        for (int i = 0; i < n; i++) {
            x[i] *= x[i];
        }
    }

    @Override
    public void applyComplex(float[] x, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            float re = x[i] * x[i] - x[i + 1] * x[i + 1];
            x[i + 1] = 2 * x[i] * x[i + 1];
            x[i] = re;
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.multiply(x.multiply(2)));
    }
}
