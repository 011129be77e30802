package dev.mlxj.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Who read the output from a pipe has closed it, as {@code head} does. It ends the run, and needs
 * no words.
 */
public final class ReaderGoneException extends IOException {
    ReaderGoneException(Path output, IOException cause) {
        super(Names.escape(output.toString()) + ": the reader is gone", cause);
    }
}
