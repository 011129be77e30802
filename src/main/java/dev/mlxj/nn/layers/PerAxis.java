package dev.mlxj.nn.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Settings that have a number for each spatial axis, or one for all of them. */
final class PerAxis {
    private PerAxis() {}

    static List<Integer> list(int... numbers) {
        List<Integer> list = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            list.add(number);
        }
        return List.copyOf(list);
    }

    /**
     * A number for each axis.
     *
     * @param what {@code MaxPool2d: kernel size}, for the message
     * @param least that a number may be
     * @throws IllegalArgumentException if there are neither one nor {@code axes} numbers, or one is
     *     too small
     */
    static List<Integer> expand(String what, List<Integer> numbers, int axes, int least) {
        if (numbers.size() != 1 && numbers.size() != axes) {
            throw new IllegalArgumentException(
                    "%s must be one number or %d, got %s".formatted(what, axes, numbers));
        }
        for (int number : numbers) {
            if (number < least) {
                throw new IllegalArgumentException(
                        "%s must be at least %d, got %s".formatted(what, least, numbers));
            }
        }
        return numbers.size() == axes
                ? List.copyOf(numbers)
                : Collections.nCopies(axes, numbers.getFirst());
    }
}
