package dev.mlxj.io.npz;

import dev.mlxj.io.FileBytes;
import dev.mlxj.io.MalformedCheckpointException;

/**
 * Where npy bytes stand, for messages.
 *
 * @param what {@code the array}, or {@code array 'w'}
 * @param base first byte of them in the file
 * @param packed whether they are compressed there, so that only their beginning has a place
 */
record NpyPlace(FileBytes bytes, String what, long base, boolean packed) {
    static final String CUT_SHORT = "the download may have stopped early; fetch it again";

    static final String SAVE_AGAIN = "save it again as an array of numbers";

    MalformedCheckpointException malformed(long at, String problem, String remedy) {
        return bytes.malformed(packed ? base : base + at, what + ": " + problem, remedy);
    }
}
