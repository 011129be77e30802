package dev.mlxj.surgery;

import static dev.mlxj.io.Utf8Order.UTF8_ORDER;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each tensor lost, added up while several threads write. */
final class LossLedger {
    private final SortedMap<String, Losses> losses = new TreeMap<>(UTF8_ORDER);

    synchronized void add(String name, Losses more) {
        if (!more.equals(Losses.NONE)) {
            losses.merge(name, more, Losses::plus);
        }
    }

    /** Tensors that lost anything, sorted by name. */
    synchronized SortedMap<String, Losses> all() {
        SortedMap<String, Losses> copy = new TreeMap<>(UTF8_ORDER);
        for (Map.Entry<String, Losses> one : losses.entrySet()) {
            copy.put(one.getKey(), one.getValue());
        }
        return copy;
    }
}
