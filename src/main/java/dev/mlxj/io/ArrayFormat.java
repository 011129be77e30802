package dev.mlxj.io;

import java.io.IOException;

/** A format of arrays that is not taken for a model by the commands: npy, npz, GGUF. */
public interface ArrayFormat {
    /** Whether a file that begins so is of this format, as far as can be seen; never by name. */
    boolean recognizes(FileHead head);

    /**
     * Reads what the file holds, but no array.
     *
     * @throws MalformedCheckpointException if it is broken, or holds what is no array here
     */
    ArrayFile.Content read(FileBytes bytes) throws IOException;
}
