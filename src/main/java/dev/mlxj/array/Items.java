package dev.mlxj.array;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.util.ArrayList;
import java.util.List;

/** Single elements as numbers of Java. */
final class Items {
    private Items() {}

    static double number(Array array) {
        if (array.dtype() == DType.C64) {
            throw Refusal.of(
                    "item", "A complex number is no double; take real() or imag() of it", array);
        }
        return only(array, DType.F64).doubles()[0];
    }

    static long integer(Array array) {
        return only(array, DType.I64).longs()[0];
    }

    static boolean truth(Array array) {
        return only(array, DType.BOOL).longs()[0] != 0;
    }

    /** The elements as nested lists; an element alone for an array of no axes. */
    static Object list(Array array) {
        View.Reader reader = array.view().reader();
        return list(array, reader, new Block(), 0, 0);
    }

    private static Object list(Array array, View.Reader reader, Block block, int axis, long at) {
        if (axis == array.ndim()) {
            reader.load(at, 1, block);
            return element(block);
        }
        long step = 1;
        for (int behind = axis + 1; behind < array.ndim(); behind++) {
            step *= array.shape().extent(behind);
        }
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < array.shape().extent(axis); i++) {
            list.add(list(array, reader, block, axis + 1, at + i * step));
        }
        return list;
    }

    private static Object element(Block block) {
        return switch (block.lane()) {
            case FLOAT -> (double) block.floats()[0];
            case DOUBLE -> block.doubles()[0];
            case LONG -> {
                long number = block.longs()[0];
                yield block.dtype() == DType.BOOL ? (Object) (number != 0) : (Object) number;
            }
            case COMPLEX -> List.of((double) block.pairs()[0], (double) block.pairs()[1]);
            case OPAQUE -> throw new IllegalStateException(block.dtype() + " has no lane");
        };
    }

    private static Block only(Array array, DType as) {
        if (array.size() != 1) {
            throw Refusal.of(
                    "convert", "Only length-1 arrays can be converted to Python scalars.", array);
        }
        Block block = new Block();
        array.view().reader().load(0, 1, block);
        block.convertFrom(block, as, 1);
        block.become(as);
        block.round(1);
        return block;
    }
}
