package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Comparison;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Names;
import dev.mlxj.surgery.Difference.Pair;
import dev.mlxj.tensor.TensorSource;
import dev.mlxj.tree.Nearest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares two models tensor by tensor, in one pass over the data of both and bounded memory. How
 * the tensors lie in files does not matter, nor do metadata.
 *
 * @param rtol values may differ by this times those of b
 * @param atol and by this
 * @param bits whether tensors must have the same bits; otherwise values are equal as numbers are,
 *     and any two NaN are
 * @param ignoreDtype whether another dtype alone is no difference
 * @param renames names in a that have another name in b
 * @param memory upper bound for buffers, in bytes
 */
public record Diff(
        double rtol,
        double atol,
        boolean bits,
        boolean ignoreDtype,
        Map<String, String> renames,
        long memory) {
    /**
     * Compares.
     *
     * @throws IllegalArgumentException if a name to be mapped is not in a, or its new name not in b
     */
    public Difference of(Checkpoint a, Checkpoint b) throws IOException {
        for (Map.Entry<String, String> rename : renames.entrySet()) {
            require(a, rename.getKey());
            require(b, rename.getValue());
        }
        Map<String, Entry> rest = new LinkedHashMap<>(b.entries());
        List<Entry> onlyInA = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (Entry entry : a.entries().values()) {
            Entry other = rest.remove(renames.getOrDefault(entry.name(), entry.name()));
            if (other == null) {
                onlyInA.add(entry);
            } else {
                pairs.add(new Pair(entry, other, Optional.empty()));
            }
        }
        List<Pair> different = differing(a, b, pairs);
        a.requireUnchanged();
        b.requireUnchanged();
        List<Entry> onlyInB = new ArrayList<>(rest.values());
        Comparator<Entry> order = Comparator.comparing(Entry::name, NaturalOrder.INSTANCE);
        onlyInA.sort(order);
        onlyInB.sort(order);
        different.sort(Comparator.comparing(Pair::a, order));
        return new Difference(onlyInA, onlyInB, different, pairs.size() - different.size());
    }

    private static void require(Checkpoint model, String name) {
        if (!model.entries().containsKey(name)) {
            List<String> nearest = Nearest.to(name, model.entries().keySet());
            throw new IllegalArgumentException(
                    "%s has no tensor %s%s"
                            .formatted(
                                    Names.escape(model.path().toString()),
                                    Names.quote(name),
                                    nearest.isEmpty()
                                            ? ""
                                            : "; nearest: " + String.join(", ", nearest)));
        }
    }

    private List<Pair> differing(Checkpoint a, Checkpoint b, List<Pair> pairs) throws IOException {
        List<Pair> different = new ArrayList<>();
        List<Pair> comparable = new ArrayList<>();
        List<ValuePass.Pair> values = new ArrayList<>();
        for (Pair pair : pairs) {
            if (pair.a().shape().equals(pair.b().shape())) {
                comparable.add(pair);
                TensorSource one = a.source(pair.a().name());
                values.add(new ValuePass.Pair(one, b.source(pair.b().name()), rtol, atol));
            } else {
                different.add(pair);
            }
        }
        List<Comparison> compared = ValuePass.of(values, memory);
        for (int i = 0; i < compared.size(); i++) {
            Pair pair = comparable.get(i);
            if (differs(pair, compared.get(i))) {
                different.add(new Pair(pair.a(), pair.b(), Optional.of(compared.get(i))));
            }
        }
        return different;
    }

    private boolean differs(Pair pair, Comparison values) {
        if (pair.a().dtype() != pair.b().dtype()) {
            return !ignoreDtype || values.beyond() > 0;
        }
        return bits ? values.equalBits() < pair.a().shape().elements() : values.beyond() > 0;
    }
}
