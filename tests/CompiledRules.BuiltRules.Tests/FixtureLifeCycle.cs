// Fixtures hold state in fields that each test begins afresh.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
