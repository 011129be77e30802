package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * Packed lines where they lie, one after the other: what {@code mx.quantize} gives.
 *
 * @param how the lines are packed
 * @param columns elements of a line
 * @param words the codes
 * @param scales one for each group: U8, or in affine mode a floating dtype
 * @param biases one for each group in the dtype of the scales; null where the mode has none
 * @param factor by which scales of U8 are multiplied: 1 unless there is a global scale
 */
public record QuantizedMatrix(
        Quantization how,
        long columns,
        MemorySegment words,
        Tensor scales,
        @Nullable Tensor biases,
        float factor) {

    /**
     * The lines from one on as a factor of a product, decoded to F32: product and sum are each
     * rounded to it.
     */
    Operand operand(long firstLine, boolean transposed) {
        return new Operand(new Source(this, firstLine), transposed);
    }

    private record Source(QuantizedMatrix matrix, long firstLine)
            implements PanelSource.SideBySide {
        @Override
        public Lines open() {
            QuantizedLines lines = new QuantizedLines(matrix, DType.F32);
            return (line, first, into, at, n) -> lines.load(firstLine + line, first, into, at, n);
        }

        @Override
        public Columns columns() {
            return QuantizedColumns.of(matrix, firstLine);
        }
    }

    /**
     * Decodes all lines; scale, product and sum are each rounded to the dtype.
     *
     * @param dtype F32, F16 or BF16
     * @param out receives the lines, one after the other
     */
    public void decode(DType dtype, MemorySegment out) {
        long lines = columns == 0 ? 0 : how.elements(words.byteSize() / Integer.BYTES) / columns;
        Blocks.runWith(
                lines,
                1,
                () -> {
                    QuantizedLines decoder = new QuantizedLines(this, dtype);
                    Codec codec = Codec.of(dtype);
                    float[] part = new float[Codec.BLOCK];
                    return (line, one) -> {
                        for (long from = 0; from < columns; from += part.length) {
                            int n = (int) Math.min(part.length, columns - from);
                            decoder.load(line, from, part, 0, n);
                            codec.store(part, 0, out, line * columns + from, n);
                        }
                    };
                });
    }
}
