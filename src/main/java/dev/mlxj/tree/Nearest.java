package dev.mlxj.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The known names that an unknown one may have meant. */
public final class Nearest {
    private static final int MOST = 3;

    private record Candidate(String name, int distance) {}

    /**
     * At most three of {@code known}, nearest first: those that take the fewest edits (a character
     * put in, taken out or exchanged, or two neighbours swapped), a third of the word's length at
     * most, or else that begin with the word.
     */
    public static List<String> to(String word, Collection<String> known) {
        int limit = Math.max(1, word.length() / 3);
        List<Candidate> near = new ArrayList<>();
        for (String name : known) {
            if (Math.abs(name.length() - word.length()) <= limit) {
                int distance = distance(word, name);
                if (distance <= limit) {
                    near.add(new Candidate(name, distance));
                    continue;
                }
            }
            if (word.length() > 2 && name.startsWith(word)) {
                near.add(new Candidate(name, limit + 1));
            }
        }
        near.sort(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name));
        return near.stream().limit(MOST).map(Candidate::name).toList();
    }

    /** Optimal string alignment distance. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchange = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + exchange, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[b.length()];
    }

    private Nearest() {}
}
