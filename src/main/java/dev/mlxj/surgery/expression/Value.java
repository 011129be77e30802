package dev.mlxj.surgery.expression;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/** What a part of an expression comes to. */
public sealed interface Value {
    /** An integer of the text; weak beside an array. */
    record Whole(long number) implements Value {}

    /** A real number of the text; weak beside an array. */
    record Real(double number) implements Value {}

    record Truth(boolean value) implements Value {}

    record Of(Array array) implements Value {}

    record Type(DType dtype) implements Value {}

    record Items(List<Value> items) implements Value {}

    /** {@code None}. */
    record Nothing() implements Value {}
}
