package dev.mlxj.array;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

/** Arrays from plain numbers. */
final class Makers {
    private Makers() {}

    /** An array of no axes with this number, rounded to the dtype. */
    static Array full(DType dtype, double number) {
        Block block = new Block();
        block.become(DType.F64);
        block.doubles()[0] = number;
        return full(dtype, block);
    }

    /** An array of no axes with this number, rounded to the dtype or wrapped. */
    static Array full(DType dtype, long number) {
        Block block = new Block();
        block.become(DType.I64);
        block.longs()[0] = number;
        return full(dtype, block);
    }

    private static Array full(DType dtype, Block number) {
        Tensor tensor = Memory.allocate(dtype, Shape.SCALAR);
        number.convertFrom(number, dtype, 1);
        number.become(dtype);
        number.store(tensor.bytes(), 0, 1);
        return Array.of(tensor);
    }
}
