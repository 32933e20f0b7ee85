package dev.confab.transport.model

/**
 * What a service knows of an address.
 *
 * @property query the address as it was asked for.
 * @property matches who has it; empty: nobody can be reached under it.
 */
public class AddressValidation(public val query: String, matches: List<Participant>) {
    public val matches: List<Participant> = matches.toList()

    /** Whether somebody can be reached under it. */
    public val isValid: Boolean get() = matches.isNotEmpty()

    override fun equals(other: Any?): Boolean = other is AddressValidation && other.query == query && other.matches == matches

    override fun hashCode(): Int = query.hashCode() * 31 + matches.hashCode()

    /** Without the address, which stays out of logs. */
    override fun toString(): String = "AddressValidation(${matches.size} matches)"
}
