package dev.confab.transport.model

/**
 * Marks what no public document of a service confirms: it works against the sandbox, and may have to change once the real service was seen.
 * Kotlin callers opt in; Java callers read it here.
 */
@RequiresOptIn(
    message = "No public document of the service confirms this: it may have to change. See docs/engage.md.",
    level = RequiresOptIn.Level.ERROR,
)
@MustBeDocumented
@Retention(AnnotationRetention.BINARY)
@Target(AnnotationTarget.CLASS, AnnotationTarget.FUNCTION, AnnotationTarget.PROPERTY, AnnotationTarget.CONSTRUCTOR)
public annotation class ExperimentalConfabApi
