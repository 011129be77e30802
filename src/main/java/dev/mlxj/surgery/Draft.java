package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.nn.GenericModule;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A checkpoint as a module of lazy arrays, on its way to a plan. Commands change the module by its
 * own methods; what an array stands for on the disk is remembered beside it, so that tensors which
 * no command has touched are copied byte for byte, and conversions can be judged by what they lose.
 */
final class Draft {
    private final Checkpoint source;
    private final GenericModule module;
    private final IdentityHashMap<Array, Content> contents = new IdentityHashMap<>();
    private final IdentityHashMap<Array, Entry> leaves = new IdentityHashMap<>();

    private Draft(Checkpoint source) {
        this.source = source;
        SequencedMap<String, Array> arrays = new LinkedHashMap<>();
        for (Entry entry : source.entries().values()) {
            Array leaf = array(new Content.Kept(entry, source));
            leaves.put(leaf, entry);
            arrays.put(entry.name(), leaf);
        }
        this.module = GenericModule.of(arrays);
    }

    static Draft of(Checkpoint source) {
        return new Draft(source);
    }

    /** The module of all tensors, under exactly the names that the checkpoint has. */
    Module module() {
        return module;
    }

    /** The entry of an array that is still what the checkpoint has. */
    Entry entry(Array leaf) {
        Entry entry = leaves.get(leaf);
        if (entry == null) {
            throw new IllegalArgumentException(leaf + " is no leaf of this draft");
        }
        return entry;
    }

    /** An array for the module that stands for this content. */
    Array array(Content content) {
        Array array = content.array();
        contents.put(array, content);
        return array;
    }

    /** What is written for the array that the module has at a path now. */
    Content content(String path) {
        return content(module.parameterAt(path).value());
    }

    private Content content(Array array) {
        Content known = contents.get(array);
        return known == null ? new Content.Computed(array) : known;
    }

    /**
     * The plan that writes the module as it is now.
     *
     * @param patches other models that it reads from
     */
    Plan plan(List<Checkpoint> patches, LossPolicy losses) {
        SequencedMap<String, Content> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Parameter> parameter : module.namedParameters().entrySet()) {
            tensors.put(parameter.getKey(), content(parameter.getValue().value()));
        }
        return new Plan(source, patches, tensors, MetadataEdit.NONE, losses);
    }
}
