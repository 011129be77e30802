package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.View;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.List;
import java.util.Optional;

/**
 * Elements chosen by arrays of indices: {@code out[i.., rest..] = x[a[i..], b[i..], .., rest..]}
 * for one index array for each leading axis of x. Matches {@code mlx.core.take} and indexing with
 * arrays.
 */
public record Gather() implements Primitive {
    /**
     * The choice along the leading axes.
     *
     * @param indices integers of one shape, negative ones counted from the end
     */
    static Array of(Array x, List<Array> indices) {
        Array gathered = Array.of(new Gather(), Positions.inputs(indices, x.narrow()));
        return AsType.of(gathered, x.dtype());
    }

    @Override
    public Shape shape(List<Array> in) {
        return Positions.shape(in.get(1).shape(), in.getFirst().shape(), in.size() - 1);
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    public View eval(List<View> in) {
        View x = in.getFirst();
        Positions positions = Positions.of(x, in.subList(1, in.size()));
        int indexed = in.size() - 1;
        Tensor out =
                Memory.allocate(x.dtype(), Positions.shape(in.get(1).shape(), x.shape(), indexed));
        long[] strides = new long[x.shape().rank() - indexed];
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = x.stride(indexed + axis);
        }
        View first = x.restride(Positions.rest(x.shape(), indexed), 0, strides);
        for (int i = 0; i < positions.count(); i++) {
            first.copy(positions.offset(i), out, i);
        }
        return View.of(out);
    }

    @Override
    public Array batched(List<Array> in) {
        return of(in.getFirst(), Positions.batched(in.subList(1, in.size())));
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        Array zeros = Array.zeros(cotangent.dtype(), x.shape().toArray());
        List<Array> indices = in.subList(1, in.size());
        return List.of(Scatter.of(Scatter.Mode.ADD, zeros, cotangent, indices));
    }

    @Override
    public Optional<String> refusal(int input) {
        return input == 0
                ? Optional.empty()
                : Optional.of("[gather] Cannot calculate VJP with respect to indices.");
    }
}
