package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Lane;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.List;

/**
 * Running sums of which a part is kept at each step, along the last axis: {@code sum[i] = terms[i]
 * + kept[i] * sum[i - 1]}; the first is {@code terms[0]}. What the gradients of running functions
 * are made of.
 *
 * @param reverse whether it goes from the last element to the first
 */
record DecayingSum(boolean reverse) implements Primitive {
    /** The sums; both arrays have one shape and one floating dtype. */
    static Array of(Array terms, Array kept, boolean reverse) {
        return Array.of(new DecayingSum(reverse), terms, kept);
    }

    @Override
    public Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    public View eval(List<View> in) {
        Tensor terms = in.get(0).tensor();
        Tensor kept = in.get(1).tensor();
        Tensor out = Memory.allocate(terms.dtype(), terms.shape());
        int n = Math.toIntExact(terms.shape().extent(-1));
        if (n > 0) {
            long rows = terms.shape().elements() / n;
            Blocks.runWith(rows, Math.max(1, 65_536 / n), () -> body(terms, kept, out, n));
        }
        return View.of(out);
    }

    private Blocks.Body body(Tensor terms, Tensor kept, Tensor out, int n) {
        Row sum = new Row(terms, n);
        Row part = new Row(kept, n);
        return (first, count) -> {
            for (long at = first; at < first + count; at++) {
                sum.load(at);
                part.load(at);
                if (sum.lane() == Lane.DOUBLE) {
                    add(sum.doubles(), part.doubles(), n);
                } else {
                    add(sum.floats(), part.floats(), n);
                }
                sum.store(out, at);
            }
        };
    }

    private void add(double[] sum, double[] kept, int n) {
        for (int step = 1; step < n; step++) {
            int i = reverse ? n - 1 - step : step;
            sum[i] += kept[i] * sum[reverse ? i + 1 : i - 1];
        }
    }

    private void add(float[] sum, float[] kept, int n) {
        for (int step = 1; step < n; step++) {
            int i = reverse ? n - 1 - step : step;
            sum[i] += kept[i] * sum[reverse ? i + 1 : i - 1];
        }
    }

    @Override
    public Array batched(List<Array> in) {
        return Array.of(this, in);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array byTerms = of(cotangent, Scan.shifted(in.get(1), reverse), !reverse);
        return List.of(byTerms, byTerms.multiply(Scan.shifted(out, !reverse)));
    }
}
