package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Pointwise;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.List;

/**
 * The same elements, row by row, under another shape. Matches {@code mlx.core.reshape}. It counts
 * as pointwise, since element i stays element i, so a chain goes through it.
 *
 * @param target the shape of the result
 */
public record Reshape(Shape target) implements Pointwise {
    /** The array under a shape of as many elements. */
    public static Array of(Array x, Shape target) {
        return x.shape().equals(target) ? x : Array.of(new Reshape(target), x);
    }

    /**
     * The array under a shape of as many elements.
     *
     * @param extents one of them may be -1: what is left
     * @throws IllegalArgumentException if the number of elements is another
     */
    public static Array of(Array x, long... extents) {
        try {
            return of(x, Shapes.infer(x.shape(), extents));
        } catch (IllegalArgumentException e) {
            throw Refusal.of("reshape", String.valueOf(e.getMessage()), x);
        }
    }

    @Override
    public Shape shape(List<Array> in) {
        return target;
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    public View eval(List<View> in) {
        return in.getFirst().reshape(target);
    }

    @Override
    public void apply(Block[] in, Block out, int n) {
        if (in[0] != out) {
            out.copyFrom(in[0], n);
        }
    }

    @Override
    public Array batched(List<Array> in) {
        return of(in.getFirst(), Shapes.inFront(in.getFirst().shape().extent(0), target));
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(of(cotangent, in.getFirst().shape()));
    }
}
