package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;

/**
 * The position of the smallest element along an axis: of the first NaN if there is one, else of the
 * first of equal ones. Matches {@code mlx.core.argmin}.
 */
public record ArgMin() implements RowIndices {
    /**
     * Along an axis, which stays with extent 1.
     *
     * @throws IllegalArgumentException if there is no element
     */
    public static Array of(Array x, int axis) {
        if (x.size() == 0) {
            throw Refusal.of(
                    "argmin",
                    "Cannot argmin reduce zero size array of shape %s."
                            .formatted(Shapes.text(x.shape())),
                    x);
        }
        return Rows.along(new ArgMin(), x, axis);
    }

    @Override
    public int width(int n) {
        return 1;
    }

    @Override
    public void apply(float[] row, int n, long[] out) {
        int best = 0;
        for (int i = 0; i < n && !Float.isNaN(row[best]); i++) {
            if (row[i] < row[best] || Float.isNaN(row[i])) {
                best = i;
            }
        }
        out[0] = best;
    }

    @Override
    public void apply(double[] row, int n, long[] out) {
        int best = 0;
        for (int i = 0; i < n && !Double.isNaN(row[best]); i++) {
            if (row[i] < row[best] || Double.isNaN(row[i])) {
                best = i;
            }
        }
        out[0] = best;
    }

    @Override
    public void apply(long[] row, int n, long[] out, boolean unsigned) {
        long flip = unsigned ? Long.MIN_VALUE : 0;
        int best = 0;
        for (int i = 1; i < n; i++) {
            if ((row[i] ^ flip) < (row[best] ^ flip)) {
                best = i;
            }
        }
        out[0] = best;
    }

    @Override
    public void applyComplex(float[] row, int n, long[] out) {
        int at = 0;
        for (int i = 1; i < n; i++) {
            Complex best = Complex.at(row, at);
            Complex next = Complex.at(row, i);
            if (!best.isNaN() && (next.isNaN() || next.isLess(best))) {
                at = i;
            }
        }
        out[0] = at;
    }
}
