package dev.mlxj.io.npz;

import dev.mlxj.io.ArrayFile;
import dev.mlxj.io.ArrayFormat;
import dev.mlxj.io.Entry;
import dev.mlxj.io.FileBytes;
import dev.mlxj.io.FileHead;
import dev.mlxj.io.StoredArray;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** One array in a file, as {@code numpy.save} and {@code mx.save} write it. */
public final class NpyFormat implements ArrayFormat {
    @Override
    public boolean recognizes(FileHead head) {
        return head.has(0, "\u0093NUMPY");
    }

    @Override
    public ArrayFile.Content read(FileBytes bytes) throws IOException {
        byte[] start = bytes.read(0, (int) Math.min(bytes.size(), NpyParser.LONGEST));
        NpyPlace place = new NpyPlace(bytes, "the array", 0, false);
        NpyArray array = new NpyParser(place, start, bytes.size()).parse();
        Entry entry =
                new Entry(
                        "",
                        array.type().dtype(),
                        array.storedShape(),
                        bytes.file(),
                        array.dataStart(),
                        array.byteSize());
        TensorSource source = bytes.source(entry);
        SequencedMap<String, StoredArray> arrays = new LinkedHashMap<>();
        arrays.put(
                "",
                new StoredArray(
                        array.type().bigEndian() ? new SwappedSource(source) : source,
                        array.columnsFirst()));
        return new ArrayFile.Content(arrays, new LinkedHashMap<>());
    }
}
