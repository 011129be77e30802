package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * {@code floor(x / y)}, in the dtype of both; 0 where an integer is divided by 0; of complex
 * numbers the quotient itself. Matches {@code mlx.core.floor_divide}.
 */
public record FloorDivide() implements Binary.OnIntegers, Binary.ByComplex {
    public static Array of(Array x, Array y) {
        return Binary.of(new FloorDivide(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.floor(x[i] / y[i]);
        }
    }

    @Override
    public void apply(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.floor(x[i] / y[i]);
        }
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        boolean unsigned = dtype == DType.U64;
        for (int i = 0; i < n; i++) {
            long by = y[i];
            if (by == 0) {
                x[i] = 0;
            } else {
                x[i] = unsigned ? Long.divideUnsigned(x[i], by) : Math.floorDiv(x[i], by);
            }
        }
    }

    @Override
    public Complex apply(Complex x, Complex y) {
        return x.over(y);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
