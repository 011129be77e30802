package dev.mlxj.io;

import dev.mlxj.io.gguf.GgufFormat;
import dev.mlxj.io.npz.NpyFormat;
import dev.mlxj.io.npz.NpzFormat;
import dev.mlxj.io.safetensors.SafetensorsFormat;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/** The formats that can be read, and how a file of another kind is told from them. */
final class Formats {
    private static final Format SAFETENSORS = new SafetensorsFormat();

    /** To add a format, add it here. */
    private static final List<Format> READABLE = List.of(SAFETENSORS);

    private Formats() {}

    /** The formats of arrays that are no models to the commands; made when arrays are loaded. */
    private static final class Arrays {
        /** To add such a format, add it here. */
        private static final List<ArrayFormat> READABLE =
                List.of(new NpyFormat(), new NpzFormat(), new GgufFormat());
    }

    /** The format of arrays of a file that begins so, or null. */
    static @Nullable ArrayFormat ofArrays(FileHead head) {
        for (ArrayFormat format : Arrays.READABLE) {
            if (format.recognizes(head)) {
                return format;
            }
        }
        return null;
    }

    /**
     * The format of a file that begins so. A file that is of no known kind is taken for a broken
     * safetensors file, since reading it then says what is wrong with it.
     *
     * @throws UnsupportedFormatException if it is a known format of models that cannot be read here
     * @throws MalformedCheckpointException if it is no model at all
     */
    static Format of(Path file, FileHead head) throws CheckpointException {
        for (Format format : READABLE) {
            if (format.recognizes(head)) {
                return format;
            }
        }
        ForeignFiles.refuse(file, head);
        return SAFETENSORS;
    }

    /** Whether a file that begins so is a model of any known format, readable or not. */
    static boolean isModel(FileHead head) {
        for (Format format : READABLE) {
            if (format.recognizes(head)) {
                return true;
            }
        }
        return ForeignFiles.isModel(head);
    }
}
