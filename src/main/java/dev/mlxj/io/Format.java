package dev.mlxj.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A file format of tensors that can be read. */
public interface Format {
    /** Its name, as in {@code safetensors}. */
    String name();

    /** Whether a file that begins so is of this format, as far as can be seen; never by name. */
    boolean recognizes(FileHead head);

    /**
     * Reads what the file holds, but no tensor.
     *
     * @param head the first bytes of the file
     * @param rest stands behind them
     */
    Shard read(Path file, FileHead head, InputStream rest, OpenOptions options) throws IOException;
}
