package dev.mlxj.surgery;

import java.util.ArrayList;
import java.util.List;

/**
 * Some neighbouring elements of a tensor: what one job makes, checks or hashes.
 *
 * @param from the first element, a multiple of 64 so that elements of any dtype begin on a byte
 * @param to one past the last
 */
record Piece(long from, long to) {
    /** Bits: enough that a job's start costs nothing, few enough to share out. */
    private static final long SIZE = 8L * (4 << 20);

    /** The pieces of a tensor, in order; none where it is empty. */
    static List<Piece> of(Content content) {
        long elements = content.shape().elements();
        long most = SIZE / content.dtype().bits() / 64 * 64;
        List<Piece> pieces = new ArrayList<>();
        for (long from = 0; from < elements; from += most) {
            pieces.add(new Piece(from, Math.min(elements, from + most)));
        }
        return pieces;
    }
}
