package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/** {@code x * y}; integers wrap, bool is "and". Matches {@code mlx.core.multiply}. */
public record Multiply() implements Binary.OnIntegers, Binary.OnComplex {
    public static Array of(Array x, Array y) {
        return Binary.of(new Multiply(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= y[i];
        }
    }

    @Override
    public void apply(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= y[i];
        }
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        for (int i = 0; i < n; i++) {
            x[i] *= y[i];
        }
    }

    @Override
    public void applyComplex(float[] x, float[] y, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            float re = x[i] * y[i] - x[i + 1] * y[i + 1];
            x[i + 1] = x[i] * y[i + 1] + x[i + 1] * y[i];
            x[i] = re;
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(in.get(1)), cotangent.multiply(in.get(0)));
    }
}
