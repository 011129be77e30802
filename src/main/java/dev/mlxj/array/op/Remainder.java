package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * What is left of x by floor division by y, with the sign of y; 0 where an integer is divided by 0.
 * Matches {@code mlx.core.remainder}.
 */
public record Remainder() implements Binary.OnIntegers {
    public static Array of(Array x, Array y) {
        return Binary.of(new Remainder(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            float rest = x[i] % y[i];
            x[i] = rest != 0 && rest < 0 != y[i] < 0 ? rest + y[i] : rest;
        }
    }

    @Override
    public void apply(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            double rest = x[i] % y[i];
            x[i] = rest != 0 && rest < 0 != y[i] < 0 ? rest + y[i] : rest;
        }
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        boolean unsigned = dtype == DType.U64;
        for (int i = 0; i < n; i++) {
            long by = y[i];
            if (by != 0) {
                x[i] = unsigned ? Long.remainderUnsigned(x[i], by) : Math.floorMod(x[i], by);
            }
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array whole = in.get(0).divide(in.get(1)).floor();
        return List.of(cotangent, cotangent.multiply(whole).negative());
    }
}
