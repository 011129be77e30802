package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.kernel.FloatFunctions;
import dev.mlxj.array.kernel.FloatSums;

import java.util.List;

/**
 * {@code exp(x - max) / sum(exp(x - max))} along axes. Integers become F32; F16 and BF16 are
 * computed in F32. Matches {@code mlx.core.softmax}.
 */
public record Softmax() implements Rows.OnComplex {
    /** Along these axes together, or along all if none is given. */
    public static Array of(Array x, int... axes) {
        Array real = AsType.of(x, Promotion.inexact("softmax", x));
        List<Integer> reduced = Shapes.axes("softmax", x, axes);
        AxesLast last = AxesLast.of(real, reduced);
        return last.back(Array.of(new Softmax(), last.rows()));
    }

    @Override
    public void apply(float[] row, int n) {
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, row[i]);
        }
        FloatFunctions.ofThread().exp(row, most, n);
        float scale = 1 / FloatSums.sum(row, n);
        for (int i = 0; i < n; i++) {
            row[i] *= scale;
        }
    }

    @Override
    public void apply(double[] row, int n) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, row[i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            row[i] = Math.exp(row[i] - most);
            sum += row[i];
        }
        for (int i = 0; i < n; i++) {
            row[i] /= sum;
        }
    }

    @Override
    public void applyComplex(float[] row, int n) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, row[2 * i]);
        }
        Complex shift = new Complex(most, 0);
        Complex sum = new Complex(0, 0);
        for (int i = 0; i < n; i++) {
            sum = sum.plus(Complex.at(row, i).minus(shift).exp());
        }
        for (int i = 0; i < n; i++) {
            Complex.at(row, i).minus(shift).exp().over(sum).put(row, i);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array weighted = out.multiply(cotangent);
        return List.of(weighted.subtract(out.multiply(weighted.sumKeepDims(-1))));
    }
}
