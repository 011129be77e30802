package dev.mlxj.array;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.array.kernel.Layouts;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

/** Arrays from plain numbers. */
final class Makers {
    /** Kept: to clear a new one would cost more than all else that makes a single number. */
    private static final ThreadLocal<Block> SCRATCH = ThreadLocal.withInitial(Block::new);

    private Makers() {}

    /** An array of no axes with this number, rounded to the dtype. */
    static Array full(DType dtype, double number) {
        Block block = SCRATCH.get().become(DType.F64);
        block.doubles()[0] = number;
        return full(dtype, block);
    }

    /** An array of no axes with this number, rounded to the dtype or wrapped. */
    static Array full(DType dtype, long number) {
        Block block = SCRATCH.get().become(DType.I64);
        block.longs()[0] = number;
        return full(dtype, block);
    }

    /** A complex number as an array of no axes. */
    static Array complex(double re, double im) {
        Tensor tensor = Memory.allocate(DType.C64, Shape.SCALAR);
        tensor.bytes().set(Layouts.F32_LE, 0, (float) re);
        tensor.bytes().set(Layouts.F32_LE, Float.BYTES, (float) im);
        return Array.of(tensor);
    }

    /** {@code start + i * step} for i from 0 to n, rounded to the dtype. */
    static Array sequence(DType dtype, double start, double step, long n) {
        Tensor tensor = Memory.allocate(dtype, Shape.of(n));
        Block block = new Block();
        for (long from = 0; from < n; from += Block.SIZE) {
            int count = (int) Math.min(Block.SIZE, n - from);
            block.become(DType.F64);
            double[] numbers = block.doubles();
            for (int i = 0; i < count; i++) {
                numbers[i] = start + (from + i) * step;
            }
            block.convertFrom(block, dtype, count);
            block.become(dtype);
            block.store(tensor.bytes(), from, count);
        }
        return Array.of(tensor);
    }

    /** The numbers from {@code start} on before {@code stop}. */
    static Array arange(DType dtype, double start, double stop, double step) {
        if (step == 0 || Double.isNaN(start) || Double.isNaN(stop) || Double.isNaN(step)) {
            throw new IllegalArgumentException("[arange] Cannot compute length.");
        }
        if (dtype == DType.BOOL) {
            throw new IllegalArgumentException("[arange] bool not supported for arange.");
        }
        return sequence(dtype, start, step, (long) Math.max(0, Math.ceil((stop - start) / step)));
    }

    private static Array full(DType dtype, Block number) {
        Tensor tensor = Memory.allocate(dtype, Shape.SCALAR);
        number.convertFrom(number, dtype, 1);
        number.become(dtype);
        number.store(tensor.bytes(), 0, 1);
        return Array.of(tensor);
    }
}
