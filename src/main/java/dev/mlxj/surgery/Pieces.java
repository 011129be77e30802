package dev.mlxj.surgery;

import dev.mlxj.io.Entry;

import java.util.ArrayList;
import java.util.List;

/**
 * Tensors cut into pieces that several threads work on. The borders depend on the tensor alone, so
 * what is joined from pieces has the same bits on any number of threads.
 */
final class Pieces {
    /** A multiple of every element size, and enough work to be worth a turn. */
    static final long BYTES = 4 << 20;

    /**
     * Bytes {@code [from, to)} of the tensor {@code at} a place in a list.
     *
     * @param index counts the pieces of its tensor
     */
    record Piece(int at, int index, long from, long to) {}

    private Pieces() {}

    /** The pieces of all entries, tensor by tensor; none of a tensor without bytes. */
    static List<Piece> of(List<Entry> entries) {
        List<Piece> pieces = new ArrayList<>();
        for (int at = 0; at < entries.size(); at++) {
            long size = entries.get(at).byteSize();
            for (int i = 0; i < count(size); i++) {
                pieces.add(new Piece(at, i, i * BYTES, Math.min(size, (i + 1) * BYTES)));
            }
        }
        return pieces;
    }

    static int count(long bytes) {
        return Math.toIntExact(Math.ceilDiv(bytes, BYTES));
    }
}
