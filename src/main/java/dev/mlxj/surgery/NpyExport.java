package dev.mlxj.surgery;

import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.npz.NpyHeader;
import dev.mlxj.surgery.Slice.Axis;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/** Writes a tensor, or a slice of it, as a {@code .npy} file, in bounded memory. */
public final class NpyExport {
    private static final long BUFFER = 256 << 10;

    private final TensorSource source;
    private final long elementBytes;
    private final List<Axis> axes;
    private final long[] strides;
    private final AtomicOutput out;
    private final MemorySegment buffer;
    private long used;
    private long position;

    private NpyExport(TensorSource source, Slice slice, AtomicOutput out, MemorySegment buffer) {
        this.source = source;
        this.elementBytes = source.dtype().bits() / Byte.SIZE;
        this.axes = slice.axes();
        this.strides = new long[axes.size()];
        long stride = 1;
        for (int axis = axes.size() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= source.shape().extent(axis);
        }
        this.out = out;
        this.buffer = buffer;
    }

    /**
     * Writes the file; it appears whole or not at all.
     *
     * @throws IllegalArgumentException for dtypes that no npy file holds
     */
    public static void write(TensorSource source, Slice slice, Path target, OutputOptions options)
            throws IOException {
        DType dtype = source.dtype();
        byte[] header = NpyHeader.of(dtype, slice.shape());
        long size = header.length + dtype.byteSize(slice.shape().elements());
        try (AtomicOutput out = AtomicOutput.create(target, size, options);
                Arena arena = Arena.ofConfined()) {
            out.write(0, MemorySegment.ofArray(header));
            NpyExport export = new NpyExport(source, slice, out, arena.allocate(BUFFER, 8));
            export.position = header.length;
            export.copy(0, 0);
            export.flush();
            out.commit();
        }
    }

    /**
     * Copies what the axes from {@code axis} on choose below an element.
     *
     * @param index of the element, counted row by row
     */
    private void copy(int axis, long index) throws IOException {
        if (isWhole(axis)) {
            long run = axis == 0 ? source.shape().elements() : strides[axis - 1];
            copyRun(index * elementBytes, run * elementBytes);
            return;
        }
        Axis taken = axes.get(axis);
        for (long i = 0; i < taken.count(); i++) {
            copy(axis + 1, index + taken.index(i) * strides[axis]);
        }
    }

    /** Whether every axis from here on is taken as it is, so that the elements lie side by side. */
    private boolean isWhole(int axis) {
        for (int inner = axis; inner < axes.size(); inner++) {
            Axis taken = axes.get(inner);
            if (taken.step() != 1 || taken.count() != source.shape().extent(inner)) {
                return false;
            }
        }
        return true;
    }

    private void copyRun(long from, long bytes) throws IOException {
        for (long done = 0; done < bytes; ) {
            if (used == buffer.byteSize()) {
                flush();
            }
            long n = Math.min(bytes - done, buffer.byteSize() - used);
            source.read(from + done, buffer.asSlice(used, n));
            used += n;
            done += n;
        }
    }

    private void flush() throws IOException {
        out.write(position, buffer.asSlice(0, used));
        position += used;
        used = 0;
    }
}
