package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/** {@code x^y}; an integer to a negative power is 0. Matches {@code mlx.core.power}. */
public record Power() implements Binary.OnIntegers, Binary.OnComplex {
    public static Array of(Array x, Array y) {
        return Binary.of(new Power(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) pow(x[i], y[i]);
        }
    }

    @Override
    public void apply(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = pow(x[i], y[i]);
        }
    }

    /** As C has it: 1 to any power is 1, and -1 to an infinite one, where Java answers NaN. */
    private static double pow(double x, double y) {
        if (x == 1 || (x == -1 && Double.isInfinite(y))) {
            return 1;
        }
        return Math.pow(x, y);
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        for (int i = 0; i < n; i++) {
            x[i] = power(x[i], y[i], dtype != DType.U64);
        }
    }

    @Override
    public void applyComplex(float[] x, float[] y, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            double log = Math.log(Math.hypot(x[i], x[i + 1]));
            double angle = Math.atan2(x[i + 1], x[i]);
            double size = Math.exp(y[i] * log - y[i + 1] * angle);
            double turn = y[i + 1] * log + y[i] * angle;
            x[i] = (float) (size * Math.cos(turn));
            x[i + 1] = (float) (size * Math.sin(turn));
        }
    }

    /** By squaring; wraps. */
    private static long power(long base, long exponent, boolean signed) {
        if (signed && exponent < 0) {
            return 0;
        }
        long result = 1;
        long factor = base;
        for (long rest = exponent; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                result *= factor;
            }
            factor *= factor;
        }
        return result;
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.get(0);
        Array y = in.get(1);
        Array byX = cotangent.multiply(y).multiply(x.power(y.subtract(1)));
        Array nothing = Array.full(x.dtype(), 0L);
        Array byY = Where.of(x.equal(nothing), nothing, x.log().multiply(out));
        return List.of(byX, cotangent.multiply(byY));
    }
}
