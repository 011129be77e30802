package dev.mlxj.io;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Locale;

/** Files that are often taken for a model: told by their first bytes, and refused by name. */
final class ForeignFiles {
    private static final String CONVERT = "convert it to safetensors first";

    /** A format of models or arrays: where its mark stands, and what to call it. */
    private record Kind(int offset, String mark, String name) {}

    private static final Kind[] MODELS = {
        new Kind(0, "GGUF", "a GGUF file"),
        new Kind(0, "FUGG", "a GGUF file (big endian)"),
        new Kind(0, "ggml", "a GGML file"),
        new Kind(0, "lmgg", "a GGML file"),
        new Kind(0, "tjgg", "a GGML file"),
        new Kind(0, "\u0093NUMPY", "an npy file"),
        new Kind(0, "\u0089HDF\r\n\u001a\n", "an HDF5 file"),
        new Kind(4, "TFL3", "a TensorFlow Lite file"),
        new Kind(0, "ARROW1", "an Arrow file"),
        new Kind(0, "PAR1", "a Parquet file"),
    };

    private static final Kind[] ARCHIVES = {
        new Kind(0, "PK\u0005\u0006", "an empty zip archive"),
        new Kind(0, "\u001f\u008b", "a gzip file"),
        new Kind(0, "(\u00b5/\u00fd", "a Zstandard file"),
        new Kind(0, "\u00fd7zXZ\0", "an xz file"),
        new Kind(0, "BZh", "a bzip2 file"),
        new Kind(0, "7z\u00bc\u00af'\u001c", "a 7z archive"),
        new Kind(257, "ustar", "a tar archive"),
    };

    /** Where a local file header of a zip archive has the length of the name, and the name. */
    private static final int ZIP_NAME_LENGTH = 26;

    private static final int ZIP_NAME = 30;

    private ForeignFiles() {}

    /** Whether this is a format of models or arrays. */
    static boolean isModel(FileHead head) {
        String zip = zip(head);
        return kind(MODELS, head) != null
                || isPickle(head)
                || (zip != null && !zip.equals("a zip archive"));
    }

    /** Returns only if the file is of no known kind. */
    static void refuse(Path file, FileHead head) throws CheckpointException {
        if (head.length() == 0) {
            throw new MalformedCheckpointException(
                    file,
                    MalformedCheckpointException.NOWHERE,
                    "the file is empty",
                    "the download may have stopped early; fetch it again");
        }
        String model = kind(MODELS, head);
        if (model == null) {
            model = zip(head);
        }
        if (model == null && isPickle(head)) {
            model = "a pickle file (PyTorch)";
        }
        if (model != null) {
            throw new UnsupportedFormatException(file, model, CONVERT);
        }
        String archive = kind(ARCHIVES, head);
        if (archive != null) {
            throw new UnsupportedFormatException(file, archive, "unpack it first");
        }
        refuseText(file, head);
    }

    private static @Nullable String kind(Kind[] kinds, FileHead head) {
        for (Kind kind : kinds) {
            if (head.has(kind.offset, kind.mark)) {
                return kind.name;
            }
        }
        return null;
    }

    private static @Nullable String zip(FileHead head) {
        if (!head.has(0, "PK\u0003\u0004")) {
            return null;
        }
        int length = Math.max(head.at(ZIP_NAME_LENGTH), 0);
        String first = head.text(ZIP_NAME, length);
        if (first.endsWith(".npy")) {
            return "an npz file";
        }
        boolean torch =
                first.endsWith("/data.pkl")
                        || first.endsWith("/.format_version")
                        || first.endsWith("/byteorder")
                        || first.endsWith("/version");
        return torch ? "a PyTorch zip file" : "a zip archive";
    }

    /** A protocol of 2 to 5, and an opcode that can stand first. */
    private static boolean isPickle(FileHead head) {
        return head.at(0) == 0x80
                && head.at(1) >= 2
                && head.at(1) <= 5
                && "\u008a\u0095}(]cX\u008cKM".indexOf(head.at(2)) >= 0;
    }

    private static void refuseText(Path file, FileHead head) throws MalformedCheckpointException {
        String start = head.text(0, 512).stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("version https://git-lfs")) {
            throw noModel(
                    file,
                    "this is a Git LFS pointer, not the file it stands for",
                    "run `git lfs pull`");
        }
        if (start.startsWith("<!doctype")
                || start.startsWith("<html")
                || start.startsWith("<?xml")) {
            throw noModel(
                    file,
                    "this is a web page, not a model",
                    "the download got an error page; look at it with a text editor");
        }
        if (start.startsWith("{")) {
            throw noModel(
                    file,
                    "this is JSON, but no index of shards",
                    "give the directory or the weight file instead");
        }
        if (head.length() >= 16 && isText(head)) {
            throw noModel(file, "this is a text file, not a model", null);
        }
    }

    private static boolean isText(FileHead head) {
        for (int i = 0; i < Math.min(head.length(), 512); i++) {
            int c = head.at(i);
            if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static MalformedCheckpointException noModel(
            Path file, String problem, @Nullable String remedy) {
        return new MalformedCheckpointException(
                file, MalformedCheckpointException.NOWHERE, problem, remedy);
    }
}
