package dev.mlxj.surgery;

import dev.mlxj.io.Names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The names of a patch under the names that the model has for them: each line maps a path, or
 * everything below it, to another.
 *
 * @param newByOld path in the model for each path in the patch
 */
public record PatchMap(SequencedMap<String, String> newByOld) {
    /** Names that stay what they are. */
    public static final PatchMap NONE = new PatchMap(new LinkedHashMap<>());

    /**
     * Name in the patch by name in the model.
     *
     * @throws NothingChosenException if two names become one, or a line of the map is about no name
     */
    SequencedMap<String, String> applied(Collection<String> patch) throws NothingChosenException {
        List<String> findings = new ArrayList<>();
        SequencedMap<String, String> oldByNew = new LinkedHashMap<>();
        List<String> idle = new ArrayList<>(newByOld.keySet());
        for (String name : patch) {
            String mapped = name;
            for (var line : newByOld.entrySet()) {
                String old = line.getKey();
                if (name.equals(old) || name.startsWith(old + ".")) {
                    mapped = line.getValue() + name.substring(old.length());
                    idle.remove(old);
                    break;
                }
            }
            String other = oldByNew.putIfAbsent(mapped, name);
            if (other != null) {
                findings.add(
                        "%s and %s of the patch would both be %s"
                                .formatted(
                                        Names.quote(other),
                                        Names.quote(name),
                                        Names.quote(mapped)));
            }
        }
        for (String old : idle) {
            findings.add("--map " + Names.quote(old) + " names nothing in the patch");
        }
        if (!findings.isEmpty()) {
            throw new NothingChosenException(findings);
        }
        return oldByNew;
    }
}
