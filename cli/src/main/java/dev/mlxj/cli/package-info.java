/**
 * The command line: one class per subcommand, which parses, calls one class of {@code surgery}, and
 * prints its report.
 *
 * <p>Begin with {@code Mlxj}. Only this package touches the terminal, and only {@code Mlxj.main}
 * ends the process.
 */
@NullMarked
package dev.mlxj.cli;

import org.jspecify.annotations.NullMarked;
