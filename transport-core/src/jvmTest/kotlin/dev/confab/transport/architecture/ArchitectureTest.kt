package dev.confab.transport.architecture

import com.tngtech.archunit.base.DescribedPredicate.describe
import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.lang.ArchRule
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import com.tngtech.archunit.library.dependencies.SliceAssignment
import com.tngtech.archunit.library.dependencies.SliceIdentifier
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices
import dev.confab.transport.Confab
import kotlin.test.Test
import kotlin.test.assertEquals

/** The border lines between the packages of the core, as docs/architecture.md draws them. */
class ArchitectureTest {
    @Test
    fun every_package_has_its_rules() {
        val packages = core.map { it.packageName }.filterNot(::isBackEnd).toSortedSet()

        assertEquals(ALLOWED.keys.map(::packageOf).toSortedSet(), packages)
    }

    @Test
    fun a_package_uses_only_what_it_may() {
        ALLOWED.forEach { (name, allowed) -> mayUse(packageOf(name), allowed.map(::packageOf)).check(core) }
    }

    @Test
    fun a_back_end_uses_the_model_the_seam_the_net_and_the_stores_but_no_other_back_end() {
        val backEnds = core.map { it.packageName }.filter(::isBackEnd).distinct()

        backEnds.forEach { mayUse(it, listOf("model", "backend", "net", "store").map(::packageOf)).check(core) }
    }

    @Test
    fun the_pure_core_uses_no_library_but_kotlin_and_immutable_collections() {
        noClasses().that().resideInAnyPackage(*PURE)
            .should().dependOnClassesThat()
            .resideOutsideOfPackages(
                "$ROOT..",
                "kotlin..",
                "kotlinx.collections.immutable..",
                "java.lang..",
                "java.util..",
                "org.jetbrains.annotations..",
            )
            .because("a step decides; sockets, timers, storage and the clock belong to the runtime")
            .check(core)
    }

    @Test
    fun the_pure_core_neither_suspends_nor_uses_what_suspends() {
        noClasses().that().resideInAnyPackage(*PURE)
            .should().dependOnClassesThat(describe("suspend or do I/O", ::isActive))
            .because("session takes the values of backend and the records of store, not their verbs")
            .check(core)
    }

    @Test
    fun the_pure_core_draws_no_time_no_chance_and_no_ids() {
        noClasses().that().resideInAnyPackage(*PURE)
            .should().dependOnClassesThat().resideInAnyPackage("kotlin.random..", "kotlin.uuid..", "java.util.concurrent..")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("kotlin.time.Clock\$System")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("kotlin.time.TimeSource\$Monotonic")
            .orShould().callMethod(System::class.java, "currentTimeMillis")
            .orShould().callMethod(System::class.java, "nanoTime")
            .because("they arrive inside inputs, so that a step can be repeated")
            .check(core)
    }

    @Test
    fun the_pure_core_holds_no_var() {
        fields().that().areDeclaredInClassesThat().resideInAnyPackage(*PURE)
            .and().areDeclaredInClassesThat().haveSimpleNameNotEndingWith("Builder")
            .should().beFinal()
            .because("a value never changes; builders are the one exception, before the value exists")
            .check(core)
    }

    @Test
    fun packages_form_no_circle() {
        slices().assignedFrom(PackagesAndFactory)
            .should().beFreeOfCycles()
            .check(core)
    }

    @Test
    fun names_say_what_a_thing_is() {
        noClasses()
            .should().haveNameMatching(""".*(Manager|Helper|Handler|Util|Impl)s?(Kt)?""")
            .because("such a name says nothing of what the class does; the only implementation is called Default…")
            .check(core)
    }

    /** One slice per package. The factory stands apart from the face: it alone uses the runtime, which serves the face. */
    private object PackagesAndFactory : SliceAssignment {
        override fun getIdentifierOf(javaClass: JavaClass): SliceIdentifier = when {
            !javaClass.packageName.startsWith(ROOT) -> SliceIdentifier.ignore()
            javaClass.packageName != ROOT -> SliceIdentifier.of(javaClass.packageName)
            javaClass.name.startsWith(Confab::class.java.name) -> SliceIdentifier.of("$ROOT (factory)")
            else -> SliceIdentifier.of("$ROOT (face)")
        }

        override fun getDescription(): String = "packages"
    }

    private companion object {
        const val ROOT = "dev.confab.transport"

        /** The package of the public interface, and of the factory which puts everything together. */
        const val FACE = ""

        /** What each package may use of the others. No back end is in it: a new one must touch nothing here. */
        val ALLOWED: Map<String, Set<String>> = mapOf(
            "model" to emptySet(),
            "policy" to emptySet(),
            "store" to setOf("model"),
            "backend" to setOf("model"),
            "net" to setOf("model", "backend"),
            "session" to setOf("model", "policy", "backend", "store"),
            "runtime" to setOf(FACE, "model", "policy", "backend", "net", "store", "session"),
            FACE to setOf("model", "policy", "backend", "net", "store", "session", "runtime"),
            "jvm" to setOf(FACE, "model", "policy", "backend", "net", "store"),
        )

        val PURE: Array<String> = arrayOf("$ROOT.model", "$ROOT.policy", "$ROOT.session")

        val core: JavaClasses = ClassFileImporter().importUrl(Confab::class.java.protectionDomain.codeSource.location)

        fun isBackEnd(packageName: String): Boolean = packageName.startsWith("$ROOT.backend.")

        fun packageOf(name: String): String = if (name == FACE) ROOT else "$ROOT.$name"

        fun mayUse(user: String, used: List<String>): ArchRule = noClasses().that().resideInAPackage(user)
            .should().dependOnClassesThat(
                describe("are of the core, but not of $user or $used") {
                    it.packageName.startsWith(ROOT) && it.packageName != user && it.packageName !in used
                },
            )

        /** Suspends, or carries something that does. */
        fun isActive(type: JavaClass): Boolean = isActiveLibrary(type) || isVerbOfTheSeam(type)

        fun isVerbOfTheSeam(type: JavaClass): Boolean = type.packageName in listOf("$ROOT.backend", "$ROOT.store") &&
            type.directDependenciesFromSelf.any { isActiveLibrary(it.targetClass) }

        fun isActiveLibrary(type: JavaClass): Boolean =
            listOf("kotlinx.coroutines", "kotlin.coroutines", "io.ktor", "kotlinx.io").any { type.packageName.startsWith(it) }
    }
}
