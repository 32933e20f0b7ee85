package dev.confab.transport.faults

/** How two long lists differ, in few words: thousands of equal lines hide the one that is not. */
internal data class Difference(
    val missing: List<String>,
    val doubled: List<String>,
    val strange: List<String>,
    val outOfOrder: List<String>,
) {
    companion object {
        private const val SHOWN = 20

        val NONE = Difference(emptyList(), emptyList(), emptyList(), emptyList())

        /** [expected] holds each text once. */
        fun of(expected: List<String>, actual: List<String>): Difference {
            val place = expected.withIndex().associate { (index, text) -> text to index }
            val times = actual.groupingBy { it }.eachCount()
            val known = actual.filter { it in place }.distinct()
            return Difference(
                missing = expected.filter { it !in times }.take(SHOWN),
                doubled = times.filterValues { it > 1 }.keys.take(SHOWN),
                strange = times.keys.filter { it !in place }.take(SHOWN),
                outOfOrder =
                known
                    .zipWithNext()
                    .filter { (before, after) -> place.getValue(before) > place.getValue(after) }
                    .map { it.second }
                    .take(SHOWN),
            )
        }
    }
}
