package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Refusal;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Arrays one behind the other along an axis. Matches {@code mlx.core.concatenate}.
 *
 * @param axis from the front
 */
public record Concatenate(int axis) implements Primitive {
    /**
     * The arrays, promoted to one dtype, along an axis.
     *
     * @throws IllegalArgumentException if another axis differs, or there is no array
     */
    public static Array of(List<Array> arrays, int axis) {
        if (arrays.isEmpty()) {
            throw Refusal.of("concatenate", "No arrays provided for concatenation", arrays);
        }
        Shape first = arrays.getFirst().shape();
        int along = Shapes.axis("concatenate", arrays.getFirst(), axis);
        DType dtype = Promotion.of("concatenate", arrays.toArray(Array[]::new));
        List<Array> parts = new ArrayList<>();
        for (Array array : arrays) {
            boolean fits =
                    array.ndim() == first.rank()
                            && Shapes.with(array.shape(), along, 0)
                                    .equals(Shapes.with(first, along, 0));
            if (!fits) {
                throw mismatch(arrays, along);
            }
            parts.add(AsType.of(array, dtype));
        }
        return parts.size() == 1 ? parts.getFirst() : Array.of(new Concatenate(along), parts);
    }

    private static IllegalArgumentException mismatch(List<Array> arrays, int axis) {
        String shapes =
                arrays.stream().map(a -> Shapes.text(a.shape())).collect(Collectors.joining(", "));
        return Refusal.of(
                "concatenate",
                "All the input array dimensions must match exactly except for the concatenation"
                        + " axis."
                        + " However, the provided shapes are %s, and the concatenation axis is %d."
                                .formatted(shapes, axis),
                arrays);
    }

    @Override
    public Shape shape(List<Array> in) {
        long extent = 0;
        for (Array array : in) {
            extent += array.shape().extent(axis);
        }
        return Shapes.with(in.getFirst().shape(), axis, extent);
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.getFirst().dtype();
    }

    @Override
    public View eval(List<View> in) {
        long extent = 0;
        for (View part : in) {
            extent += part.shape().extent(axis);
        }
        View first = in.getFirst();
        Tensor out = Memory.allocate(first.dtype(), Shapes.with(first.shape(), axis, extent));
        View whole = View.of(out);
        long start = 0;
        for (View part : in) {
            List<Slice.Range> place = new ArrayList<>();
            for (int i = 0; i < part.shape().rank(); i++) {
                place.add(new Slice.Range(i == axis ? start : 0, 1, part.shape().extent(i)));
            }
            part.copyTo(Slice.view(whole, place));
            start += part.shape().extent(axis);
        }
        return whole;
    }

    @Override
    public Array batched(List<Array> in) {
        return of(in, axis + 1);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        List<Array> parts = new ArrayList<>();
        long start = 0;
        for (Array part : in) {
            long extent = part.shape().extent(axis);
            parts.add(Slice.of(cotangent, axis, new Slice.Range(start, 1, extent)));
            start += extent;
        }
        return parts;
    }
}
