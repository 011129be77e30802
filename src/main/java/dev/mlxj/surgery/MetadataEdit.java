package dev.mlxj.surgery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Changes to the metadata of a model.
 *
 * @param set keys that get a value
 * @param unset keys that go
 */
public record MetadataEdit(SequencedMap<String, String> set, SequencedSet<String> unset) {
    public static final MetadataEdit NONE =
            new MetadataEdit(new LinkedHashMap<>(), new LinkedHashSet<>());

    public MetadataEdit {
        set = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(set));
        unset = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(unset));
        for (String key : set.keySet()) {
            if (!MetadataRules.allows(key)) {
                throw new IllegalArgumentException(
                        "metadata key '"
                                + key
                                + "' would be taken for a tensor's field by some loaders");
            }
        }
    }

    /** The edit that makes this the frozen set of a model. */
    public static MetadataEdit of(FrozenSet frozen) {
        SequencedMap<String, String> set = new LinkedHashMap<>();
        SequencedSet<String> unset = new LinkedHashSet<>();
        if (frozen.isEmpty()) {
            unset.add(FrozenSet.KEY);
        } else {
            set.put(FrozenSet.KEY, frozen.toJson());
        }
        return new MetadataEdit(set, unset);
    }

    public boolean isNone() {
        return set.isEmpty() && unset.isEmpty();
    }

    /** Whether metadata are other ones with the edit done. */
    public boolean changes(Map<String, String> metadata) {
        return !applied(metadata).equals(metadata);
    }

    /** The metadata with the edit done. */
    SequencedMap<String, String> applied(Map<String, String> metadata) {
        SequencedMap<String, String> result = new LinkedHashMap<>(metadata);
        unset.forEach(result::remove);
        result.putAll(set);
        return result;
    }
}
