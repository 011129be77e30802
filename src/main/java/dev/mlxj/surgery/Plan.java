package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.TensorSpec;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What is going to be written: every tensor of the result, known by dtype and shape, and where its
 * bytes come from; and the changes to the metadata. Nothing has been computed. Immutable.
 *
 * @param source the model that is changed
 * @param patches other models that bytes are read from
 * @param tensors of the result, by name
 * @param metadata changes to the source's
 * @param losses what becomes of a result with new infinities or numbers out of range
 */
public record Plan(
        Checkpoint source,
        List<Checkpoint> patches,
        SequencedMap<String, Content> tensors,
        MetadataEdit metadata,
        LossPolicy losses) {
    public Plan {
        patches = List.copyOf(patches);
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    }

    /** The plan that writes a model as it is. */
    public static Plan copyOf(Checkpoint source) {
        SequencedMap<String, Content> tensors = new LinkedHashMap<>();
        for (Entry entry : source.entries().values()) {
            tensors.put(entry.name(), new Content.Kept(entry, source));
        }
        return new Plan(source, List.of(), tensors, MetadataEdit.NONE, LossPolicy.REFUSE);
    }

    /** The same with other changes to the metadata. */
    public Plan with(MetadataEdit edit) {
        return new Plan(source, patches, tensors, edit, losses);
    }

    /** Whether every tensor of the source is kept as it is, and there is no other. */
    public boolean keepsTensors() {
        if (tensors.size() != source.entries().size()) {
            return false;
        }
        for (Map.Entry<String, Content> tensor : tensors.entrySet()) {
            if (isChanged(tensor.getKey())) {
                return false;
            }
        }
        return true;
    }

    /** Whether the tensor is anything but one of the source, copied under its own name. */
    boolean isChanged(String name) {
        return !(tensors.get(name) instanceof Content.Kept(Entry entry, Checkpoint from)
                && from == source
                && entry.equals(source.entries().get(name)));
    }

    /** Asks whether every file that was read still is what it was. */
    void requireUnchanged() throws IOException {
        source.requireUnchanged();
        for (Checkpoint patch : patches) {
            patch.requireUnchanged();
        }
    }

    /** What the headers say of the tensors. */
    List<TensorSpec> specs() {
        List<TensorSpec> specs = new ArrayList<>(tensors.size());
        tensors.forEach(
                (name, content) ->
                        specs.add(new TensorSpec(name, content.dtype(), content.shape())));
        return specs;
    }

    /**
     * The dtype that a description of the whole model should name from now on: the one that every
     * floating tensor has, if any tensor has changed its dtype.
     */
    @Nullable DType newDType() {
        DType common = null;
        boolean changed = false;
        for (Map.Entry<String, Content> tensor : tensors.entrySet()) {
            Entry before = source.entries().get(tensor.getKey());
            DType after = tensor.getValue().dtype();
            boolean wasFloating = before != null && before.dtype().isFloating();
            changed |= before != null && before.dtype() != after;
            if (wasFloating || after.isFloating()) {
                if (common != null && common != after) {
                    return null;
                }
                common = after;
            }
        }
        return changed ? common : null;
    }
}
