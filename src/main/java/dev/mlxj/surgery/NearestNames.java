package dev.mlxj.surgery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names most like one that does not exist, for the hint in an error. */
public final class NearestNames {
    private static final int SHOWN = 3;

    /** Longer names are compared by their first characters only, so that time is bounded. */
    private static final int COMPARED = 200;

    private record Candidate(String name, int distance) {}

    private NearestNames() {}

    /**
     * At most three names within a third of their length of {@code wanted}, or containing it,
     * nearest first, and in the order of {@code names} where equally near.
     */
    public static List<String> of(String wanted, Collection<String> names) {
        String like = shortened(wanted);
        List<Candidate> near = new ArrayList<>();
        Set<String> distinct = new LinkedHashSet<>(names);
        for (String name : distinct) {
            String other = shortened(name);
            int limit = Math.max(1, Math.max(like.length(), other.length()) / 3);
            int distance = distance(like, other, limit);
            if (distance <= limit) {
                near.add(new Candidate(name, distance));
            } else if (like.length() >= 3 && other.contains(like)) {
                near.add(new Candidate(name, limit + other.length() - like.length()));
            }
        }
        near.sort(Comparator.comparingInt(Candidate::distance));
        return near.stream().limit(SHOWN).map(Candidate::name).toList();
    }

    /** {@code "; nearest: 'a', 'b'"}, or nothing when no name is near. */
    public static String hint(String wanted, Collection<String> names) {
        List<String> near = of(wanted, names);
        return near.isEmpty() ? "" : "; nearest: '" + String.join("', '", near) + "'";
    }

    private static String shortened(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.length() <= COMPARED ? lower : lower.substring(0, COMPARED);
    }

    /**
     * Insertions, deletions and replacements between two texts; any number above {@code limit}
     * where there are more. Only the diagonal band of that width is computed.
     */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int from = Math.max(1, i - limit);
            int to = Math.min(b.length(), i + limit);
            row[from - 1] = from == 1 ? i : limit + 1;
            int best = row[from - 1];
            for (int j = from; j <= to; j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int deleted = j == i + limit ? limit + 1 : above[j] + 1;
                row[j] = Math.min(Math.min(replaced, deleted), row[j - 1] + 1);
                best = Math.min(best, row[j]);
            }
            if (best > limit) {
                return limit + 1;
            }
            int[] swap = above;
            above = row;
            row = swap;
        }
        return above[b.length()];
    }
}
