// For Android Studio; not run by the build of this project, which is Maven's. Run `mvn install` in the root first.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositories {
        mavenLocal { content { includeGroup("dev.confab") } }
        google()
        mavenCentral()
    }
}

rootProject.name = "confab-sample"
