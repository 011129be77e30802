package dev.mlxj.io.npz;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of a {@code .npy} file, format 1.0, byte for byte as {@code numpy.save} writes it for
 * a C-contiguous array.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The NPY
 *     format</a>
 */
public final class NpyHeader {
    private static final int ALIGNMENT = 64;
    private static final int PREAMBLE_BYTES = 10;

    /** NumPy leaves room for the first extent to grow to this many digits. */
    private static final int GROWTH_DIGITS = 21;

    private NpyHeader() {}

    /**
     * The bytes before the elements, a multiple of 64.
     *
     * @throws IllegalArgumentException for dtypes whose elements are not whole bytes
     */
    public static byte[] of(DType dtype, Shape shape) {
        StringBuilder text = new StringBuilder();
        text.append("{'descr': '")
                .append(NpyType.descr(dtype))
                .append("', 'fortran_order': False, 'shape': (");
        long[] extents = shape.toArray();
        for (int i = 0; i < extents.length; i++) {
            text.append(i == 0 ? "" : " ").append(extents[i]);
            text.append(i < extents.length - 1 || i == 0 ? "," : "");
        }
        text.append("), }");
        int growth = extents.length == 0 ? 0 : GROWTH_DIGITS - Long.toString(extents[0]).length();
        int used = PREAMBLE_BYTES + text.length() + growth + 1;
        int total = (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = new byte[total];
        Arrays.fill(header, (byte) ' ');
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
        System.arraycopy(magic, 0, header, 0, magic.length);
        int length = total - PREAMBLE_BYTES;
        header[8] = (byte) length;
        header[9] = (byte) (length >> 8);
        byte[] ascii = text.toString().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, PREAMBLE_BYTES, ascii.length);
        header[total - 1] = '\n';
        return header;
    }
}
