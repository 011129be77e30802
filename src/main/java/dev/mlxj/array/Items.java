package dev.mlxj.array;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

/** Single elements as numbers of Java. */
final class Items {
    private Items() {}

    static double number(Array array) {
        if (array.dtype() == DType.C64) {
            throw new IllegalArgumentException(
                    "[item] A complex number is no double; take real() or imag() of it");
        }
        return only(array, DType.F64).doubles()[0];
    }

    static long integer(Array array) {
        return only(array, DType.I64).longs()[0];
    }

    static boolean truth(Array array) {
        return only(array, DType.BOOL).longs()[0] != 0;
    }

    private static Block only(Array array, DType as) {
        if (array.size() != 1) {
            throw new IllegalArgumentException(
                    "[convert] Only length-1 arrays can be converted to Python scalars.");
        }
        Block block = new Block();
        array.view().reader().load(0, 1, block);
        block.convertFrom(block, as, 1);
        block.become(as);
        block.round(1);
        return block;
    }
}
