package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.View;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * An array with a part replaced. Matches assignment to slices in MLX, as a new array.
 *
 * @param ranges the part, one range an axis
 */
public record SliceUpdate(List<Slice.Range> ranges) implements Primitive {
    /** {@code x} with {@code update}, broadcast and in the dtype of x, in the place of the part. */
    public static Array of(Array x, Array update, List<Slice.Range> ranges) {
        List<Slice.Range> full = new ArrayList<>(ranges);
        for (int axis = ranges.size(); axis < x.ndim(); axis++) {
            full.add(Slice.Range.all(x.shape().extent(axis)));
        }
        Array fitting = BroadcastTo.of(AsType.of(update, x.dtype()), Slice.extents(full));
        return Array.of(new SliceUpdate(full), x, fitting);
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
        View x = in.getFirst();
        Tensor out = Memory.allocate(x.dtype(), x.shape());
        x.copyTo(View.of(out));
        in.get(1).copyTo(Slice.view(View.of(out), ranges));
        return View.of(out);
    }

    @Override
    public Array batched(List<Array> in) {
        List<Slice.Range> all = new ArrayList<>(ranges);
        all.addFirst(Slice.Range.all(in.getFirst().shape().extent(0)));
        return of(in.get(0), in.get(1), all);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array nothing = Array.full(cotangent.dtype(), 0L);
        return List.of(of(cotangent, nothing, ranges), Slice.of(cotangent, ranges));
    }
}
