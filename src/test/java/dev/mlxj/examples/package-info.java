/**
 * Examples of the manual, whole programs that run as tests: a network that tells two spirals apart,
 * and a language model that is tuned with LoRA. What the manual shows of them is their regions.
 */
@NullMarked
package dev.mlxj.examples;

import org.jspecify.annotations.NullMarked;
